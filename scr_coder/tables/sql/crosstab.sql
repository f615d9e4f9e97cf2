-- Crosstab: in how many reviews (and findings) a row value and a column value meet, with the margins ('' stands for all).
-- A margin counts each review once; it is not the sum of its cells, since a review can be in several.
with found as (
    select distinct review, finding, row_key, col_key from cells
)
select
    case when grouping(row_key) = 1 then '' else row_key end as row_key,
    case when grouping(col_key) = 1 then '' else col_key end as col_key,
    count(distinct review) as reviews,
    count(distinct case when finding <> '' then concat(review, '/', finding) end) as findings
from found
group by grouping sets ((row_key, col_key), (row_key), (col_key), ())
order by row_key nulls last, col_key nulls last
