-- Coverage: what became of the findings of each group of reviews, begun or not. A finding without an id stands for a
-- review that was read and gave none.
with listed as (
    select g.part, cast(sum(f.findings) as bigint) as findings, count(*) as reviews
    from (select review, count(*) as findings from findings where finding <> '' group by review) as f
    join groups g on f.review = g.review
    group by g.part
),
decided as (
    select g.part,
        cast(sum(s.decided) as bigint) as decided,
        cast(sum(s.coded) as bigint) as coded,
        cast(sum(s.no_match) as bigint) as no_match,
        cast(sum(s.excluded) as bigint) as excluded,
        cast(sum(s.disagreed) as bigint) as disagreed
    from layer_reviews s
    join groups g on s.review = g.review
    group by g.part
)
select l.part, l.findings, coalesce(d.coded, 0) as coded, coalesce(d.no_match, 0) as no_match,
    coalesce(d.excluded, 0) as excluded, coalesce(d.disagreed, 0) as disagreed,
    l.findings - coalesce(d.decided, 0) as uncoded, l.reviews
from listed l
left join decided d on l.part = d.part
order by l.part nulls last
