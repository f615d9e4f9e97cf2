-- The base of each group: reviews that have been begun, and their findings that are not excluded.
select g.part, count(*) as reviews, cast(sum(s.counted) as bigint) as findings
from layer_reviews s
join groups g on s.review = g.review
group by g.part
