-- One row for each tag of the layer and each of its causes; tags without an agreed cause have `not_coded`.
select t.review, t.finding, t.issue, t.part, coalesce(c.cause, 'not_coded') as cause, coalesce(c.family, 'not_coded') as family
from layer_tags t
left join layer_causes c
    on t.review = c.review and t.finding = c.finding and t.issue = c.issue and t.part = c.part
