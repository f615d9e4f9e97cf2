-- One row for each tag of the layer and each of its causes. A tag without an agreed cause has `disagreed` where a coder who is
-- heard gave one all the same, and `not_coded` where nobody did: both stand among the families, and are their own cause.
select review, finding, issue, part, cause, family from layer_given where agreed = 1
union all
select g.review, g.finding, g.issue, g.part, f.family as cause, f.family
from layer_given g
join families f on f.family = 'not_coded'
where g.cause is null
union all
select g.review, g.finding, g.issue, g.part, f.family as cause, f.family
from (
    select review, finding, issue, part, max(heard) as heard
    from layer_given
    where cause is not null
    group by review, finding, issue, part
    having max(agreed) = 0
) as g
join families f on f.family = case when g.heard = 1 then 'disagreed' else 'not_coded' end
