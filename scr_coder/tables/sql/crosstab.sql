-- Crosstab: how many units (reviews, or findings) have a row value and a column value, with the margins ('' stands for all).
-- A margin counts each unit once; it is not the sum of its cells, since a unit can be in several. `weight` is the number of units
-- that a row of `cells` stands for.
select row_key, col_key, cast(sum(weight) as bigint) as n
from cells
group by row_key, col_key
union all
select row_key, '' as col_key, cast(sum(weight) as bigint) as n
from (select distinct review, finding, weight, row_key from cells) as once
group by row_key
union all
select '' as row_key, col_key, cast(sum(weight) as bigint) as n
from (select distinct review, finding, weight, col_key from cells) as once
group by col_key
union all
select '' as row_key, '' as col_key, coalesce(cast(sum(weight) as bigint), 0) as n
from (select distinct review, finding, weight from cells) as once
