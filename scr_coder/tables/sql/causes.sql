-- Causes: in how many reviews (and findings) of each group a cause was given for its issue. `base_…` counts those in
-- which the issue was found at all. Causes with zero stay; `unclear`, `other`, `disagreed` and `not_coded` stand where they occur.
with found as (
    select review, issue, cause, count(*) as findings from layer_why group by review, issue, cause
),
counted as (
    select g.part, f.issue, f.cause, count(*) as reviews, cast(sum(f.findings) as bigint) as findings
    from found f
    join groups g on f.review = g.review
    group by g.part, f.issue, f.cause
),
issue_found as (
    select review, issue, count(*) as findings from layer_tags group by review, issue
),
issue_counted as (
    select g.part, f.issue, count(*) as reviews, cast(sum(f.findings) as bigint) as findings
    from issue_found f
    join groups g on f.review = g.review
    group by g.part, f.issue
),
listed as (
    select issue, cause, position from why
    union all
    select distinct f.issue, f.cause,
        case f.cause when 'unclear' then 9001 when 'other' then 9002 when 'disagreed' then 9003 else 9004 end as position
    from found f
    left join why w on f.issue = w.issue and f.cause = w.cause
    where w.cause is null
)
select p.part, l.issue, l.cause, coalesce(c.reviews, 0) as reviews, coalesce(c.findings, 0) as findings,
    coalesce(b.reviews, 0) as base_reviews, coalesce(b.findings, 0) as base_findings
from listed l
join issues i on l.issue = i.issue
cross join parts p
left join counted c on l.issue = c.issue and l.cause = c.cause and p.part = c.part
left join issue_counted b on l.issue = b.issue and p.part = b.part
order by p.position nulls last, i.position nulls last, l.position nulls last, l.cause nulls last
