-- Issues: in how many reviews (and findings) of each group an issue was found. Issues with zero stay.
with found as (
    select review, issue, count(*) as findings from layer_tags group by review, issue
),
counted as (
    select g.part, f.issue, count(*) as reviews, cast(sum(f.findings) as bigint) as findings
    from found f
    join groups g on f.review = g.review
    group by g.part, f.issue
)
select p.part, i.issue, coalesce(c.reviews, 0) as reviews, coalesce(c.findings, 0) as findings
from issues i
cross join parts p
left join counted c on i.issue = c.issue and p.part = c.part
order by p.position nulls last, i.position nulls last
