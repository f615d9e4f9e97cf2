-- Saturation: which issues each review shows, reviews numbered from 0 in the order of publication (the view `dates`; those
-- without a date last), then by id. A review without an issue has one row without a number.
with numbered as (
    select b.review,
        row_number() over (
            order by case when d.day is null then 1 else 0 end, d.day nulls last, b.review nulls last
        ) - 1 as place,
        case when d.day is null then 1 else 0 end as undated
    from layer_reviews b
    left join dates d on b.review = d.review
),
found as (
    select distinct t.review, i.position
    from layer_tags t
    join issues i on t.issue = i.issue
)
select n.place, n.undated, f.position
from numbered n
left join found f on n.review = f.review
