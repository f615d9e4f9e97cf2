-- Causes of the tags of the layer, as coders gave them, with one row without a cause for a tag to which nobody gave one.
-- `heard` is 1 where the layer listens to one who gave it, `agreed` where as many gave it as the layer wants.
select t.review, t.finding, t.issue, t.part, g.cause, g.family,
    case when t.reconciled = 0 or g.reconciled = 1 then 1 else 0 end as heard,
    case when (t.reconciled = 0 and g.votes >= t.wanted) or (t.reconciled = 1 and g.reconciled = 1) then 1 else 0 end as agreed
from layer_tags t
left join (
    select c.review, c.finding, c.issue, p.part, c.cause, max(c.family) as family,
        count(*) as votes,
        max(case when c.coder = 'consensus' then 1 else 0 end) as reconciled
    from causes c
    join chosen_polarities p on c.polarity = p.polarity
    join chosen_coders o on c.coder = o.coder
    group by c.review, c.finding, c.issue, p.part, c.cause
) as g
    on t.review = g.review and t.finding = g.finding and t.issue = g.issue and t.part = g.part
