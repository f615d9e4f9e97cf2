-- Layer `resolved`: one row for each finding that anyone decided on. Where there is a consensus (`reconciled` = 1) it alone
-- speaks; otherwise all its coders must say the same (`votes` of them), and where their states differ they disagree.
select review, finding,
    count(*) as coders,
    count(*) as votes,
    max(case when coder = 'consensus' then 1 else 0 end) as reconciled,
    case
        when max(case when coder = 'consensus' then 1 else 0 end) = 1 then max(case when coder = 'consensus' then state end)
        when min(state) = max(state) then min(state)
        else 'disagreed'
    end as state
from heard
group by review, finding
