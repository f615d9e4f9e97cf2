-- Areas: in how many reviews (and findings) of each group any issue of an area was found. Areas with zero stay.
with found as (
    select review, area, count(*) as findings
    from (
        select distinct t.review, t.finding, i.area
        from layer_tags t
        join issues i on t.issue = i.issue
    ) as once
    group by review, area
),
counted as (
    select g.part, f.area, count(*) as reviews, cast(sum(f.findings) as bigint) as findings
    from found f
    join groups g on f.review = g.review
    group by g.part, f.area
)
select p.part, a.area, coalesce(c.reviews, 0) as reviews, coalesce(c.findings, 0) as findings
from areas a
cross join parts p
left join counted c on a.area = c.area and p.part = c.part
order by p.position nulls last, a.position nulls last
