-- Layer `any`: what at least one coder says.
select review, finding, coder, state, candidate, 1 as votes
from live
