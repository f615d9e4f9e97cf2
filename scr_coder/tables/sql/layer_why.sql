-- One row for each tag of the layer and each of its causes. A tag without an agreed cause has `disagreed` where a coder who is
-- heard gave one all the same, and `not_coded` where nobody did.
select t.review, t.finding, t.issue, t.part,
    coalesce(c.cause, case when g.issue is null then 'not_coded' else 'disagreed' end) as cause,
    coalesce(c.family, case when g.issue is null then 'not_coded' else 'disagreed' end) as family
from layer_tags t
left join layer_causes c
    on t.review = c.review and t.finding = c.finding and t.issue = c.issue and t.part = c.part
left join (
    select distinct g.review, g.finding, g.issue, p.part
    from causes g
    join chosen_polarities p on g.polarity = p.polarity
    join chosen_coders o on g.coder = o.coder
    join layer_findings f on g.review = f.review and g.finding = f.finding
    where f.reconciled = 0 or g.coder = 'consensus'
) as g
    on t.review = g.review and t.finding = g.finding and t.issue = g.issue and t.part = g.part
