-- Layer `any`, and the layer of one coder: what at least one coder who is heard says. Where states differ, a tag weighs more
-- than no match, and no match more than an exclusion.
select review, finding,
    count(*) as coders,
    1 as votes,
    0 as reconciled,
    case
        when min(state) = 'coded' then 'coded'
        when max(state) = 'no_match' then 'no_match'
        else 'excluded'
    end as state
from heard
group by review, finding
