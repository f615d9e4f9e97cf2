-- One row for each tag of the layer and each of its causes. A tag without an agreed cause has `disagreed` where a coder who is
-- heard gave one all the same, and `not_coded` where nobody did.
select review, finding, issue, part, cause, family from layer_given where agreed = 1
union all
select review, finding, issue, part, 'not_coded' as cause, 'not_coded' as family from layer_given where cause is null
union all
select review, finding, issue, part,
    case when max(heard) = 1 then 'disagreed' else 'not_coded' end as cause,
    case when max(heard) = 1 then 'disagreed' else 'not_coded' end as family
from layer_given
where cause is not null
group by review, finding, issue, part
having max(agreed) = 0
