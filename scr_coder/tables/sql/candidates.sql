-- Candidates: names proposed for issues that are missing, wherever a coder of the layer gave one; spelling is folded.
with named as (
    select distinct review, finding, lower(trim(candidate)) as folded, candidate from layer_candidates
),
spelled as (
    select folded, min(candidate) as candidate from named group by folded
),
found as (
    select review, folded, count(distinct finding) as findings from named group by review, folded
),
counted as (
    select g.part, f.folded, count(*) as reviews, cast(sum(f.findings) as bigint) as findings
    from found f
    join groups g on f.review = g.review
    group by g.part, f.folded
),
overall as (
    select folded, count(*) as reviews from found group by folded
)
select p.part, s.candidate, coalesce(c.reviews, 0) as reviews, coalesce(c.findings, 0) as findings
from spelled s
join overall o on s.folded = o.folded
cross join parts p
left join counted c on s.folded = c.folded and p.part = c.part
order by p.position nulls last, o.reviews desc nulls last, s.candidate nulls last
