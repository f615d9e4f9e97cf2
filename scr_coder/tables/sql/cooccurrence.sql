-- Co-occurrence: in how many units (reviews, or findings: the view `units` says which) two issues were found together, and
-- each of them at all. Every pair of issues has a row, in the order of the taxonomy. Issues are compared by number.
with found as (
    select distinct u.review, u.finding, i.position
    from units u
    join issues i on u.issue = i.issue
),
alone as (
    select position, count(*) as n from found group by position
),
together as (
    select a.position as position_a, b.position as position_b, count(*) as n
    from found a
    join found b on a.review = b.review and a.finding = b.finding and a.position < b.position
    group by a.position, b.position
),
listed as (
    select i.issue, i.position, coalesce(a.n, 0) as n
    from issues i
    left join alone a on i.position = a.position
)
select x.issue as issue_a, y.issue as issue_b, coalesce(t.n, 0) as n, x.n as n_a, y.n as n_b
from listed x
join listed y on x.position < y.position
left join together t on x.position = t.position_a and y.position = t.position_b
order by x.position nulls last, y.position nulls last
