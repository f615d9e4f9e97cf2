-- Causes of the layer: given with the issue by as many coders as the layer wants.
select c.review, c.finding, c.issue, p.part, c.cause, c.family
from causes c
join chosen_polarities p on c.polarity = p.polarity
join voters v on c.review = v.review and c.finding = v.finding and c.coder = v.coder
group by c.review, c.finding, c.issue, p.part, c.cause, c.family
having count(*) >= max(v.votes)
