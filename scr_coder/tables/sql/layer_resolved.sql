-- Layer `resolved`: the consensus where there is one, otherwise every coder, who must then agree (`votes` of them).
select review, finding, coder, state, candidate, case when reconciled = 1 then 1 else coders end as votes
from (
    select review, finding, coder, state, candidate,
        count(*) over (partition by review, finding) as coders,
        max(case when coder = 'consensus' then 1 else 0 end) over (partition by review, finding) as reconciled
    from live
) as weighed
where reconciled = 0 or coder = 'consensus'
