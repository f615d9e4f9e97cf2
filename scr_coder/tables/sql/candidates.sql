-- Candidates: in how many reviews (and findings) of each group a name was proposed for an issue that is missing.
with found as (
    select review, candidate, count(*) as findings from layer_candidates group by review, candidate
),
counted as (
    select g.part, f.candidate, count(*) as reviews, cast(sum(f.findings) as bigint) as findings
    from found f
    join groups g on f.review = g.review
    group by g.part, f.candidate
),
overall as (
    select candidate, count(*) as reviews from found group by candidate
)
select p.part, o.candidate, coalesce(c.reviews, 0) as reviews, coalesce(c.findings, 0) as findings
from overall o
cross join parts p
left join counted c on o.candidate = c.candidate and p.part = c.part
order by p.position nulls last, o.reviews desc nulls last, o.candidate nulls last
