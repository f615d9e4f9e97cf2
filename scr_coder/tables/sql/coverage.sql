-- Coverage: what became of the findings of each group of reviews, begun or not. A finding without an id stands for a
-- review that was read and gave none.
select g.part, count(*) as findings,
    count(*) filter (where s.state = 'coded') as coded,
    count(*) filter (where s.state = 'no_match') as no_match,
    count(*) filter (where s.state = 'excluded') as excluded,
    count(*) filter (where s.state = 'disagreed') as disagreed,
    count(*) filter (where s.state is null) as uncoded,
    count(distinct f.review) as reviews
from findings f
join groups g on f.review = g.review
left join layer_findings s on f.review = s.review and f.finding = s.finding
where f.finding <> ''
group by g.part
order by g.part nulls last
