-- The state of each finding in the layer. Where coders must agree and do not, it is `disagreed`; in layer `any` a tag
-- weighs more than no match, and no match more than an exclusion.
select review, finding,
    case
        when min(state) = max(state) then min(state)
        when max(votes) > 1 then 'disagreed'
        when min(state) = 'coded' then 'coded'
        else 'no_match'
    end as state
from voters
group by review, finding
