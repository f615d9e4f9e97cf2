-- Layer of one coder, `consensus` among them: what that coder says.
select l.review, l.finding, l.coder, l.state, l.candidate, 1 as votes
from live l
join chosen_coder c on l.coder = c.coder
