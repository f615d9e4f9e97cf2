-- The base of each group: reviews that have been begun, and their findings that are not excluded.
select g.part, count(distinct s.review) as reviews, count(*) filter (where s.state <> 'excluded') as findings
from layer_findings s
join groups g on s.review = g.review
group by g.part
