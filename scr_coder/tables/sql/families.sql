-- Cause families: in how many reviews (and findings) of each group a cause of the family was given. Zero rows stay.
with found as (
    select review, family, count(*) as findings
    from (select distinct review, finding, family from layer_why) as once
    group by review, family
),
counted as (
    select g.part, f.family, count(*) as reviews, cast(sum(f.findings) as bigint) as findings
    from found f
    join groups g on f.review = g.review
    group by g.part, f.family
)
select p.part, a.family, coalesce(c.reviews, 0) as reviews, coalesce(c.findings, 0) as findings
from families a
cross join parts p
left join counted c on a.family = c.family and p.part = c.part
order by p.position nulls last, a.position nulls last
