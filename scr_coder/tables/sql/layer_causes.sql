-- Causes of the layer: given with their issue by as many coders as the layer wants.
select t.review, t.finding, t.issue, t.part, t.cause, t.family
from (
    select g.review, g.finding, g.issue, p.part, g.cause, g.family,
        count(*) as votes,
        max(case when g.coder = 'consensus' then 1 else 0 end) as reconciled
    from causes g
    join chosen_polarities p on g.polarity = p.polarity
    join chosen_coders c on g.coder = c.coder
    group by g.review, g.finding, g.issue, p.part, g.cause, g.family
) as t
join layer_findings f on t.review = f.review and t.finding = f.finding
where (f.reconciled = 1 and t.reconciled = 1) or (f.reconciled = 0 and t.votes >= f.votes)
