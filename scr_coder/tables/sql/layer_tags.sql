-- Tags of the layer: issues that as many coders give a finding as the layer wants, in the polarities that are counted.
-- `part` is empty, or the polarity where a table tells polarities apart.
select t.review, t.finding, t.issue, p.part
from tags t
join chosen_polarities p on t.polarity = p.polarity
join voters v on t.review = v.review and t.finding = v.finding and t.coder = v.coder
group by t.review, t.finding, t.issue, p.part
having count(*) >= max(v.votes)
