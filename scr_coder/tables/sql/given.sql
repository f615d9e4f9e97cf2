-- What the coders who are heard gave the findings behind numbers (the relation `behind`): tags, and a row for each of their
-- causes. Where a finding is reconciled the consensus alone is heard.
select g.review, g.finding, g.issue, g.coder, g.role, g.polarity, c.cause
from (select distinct review, finding, issue from behind) as b
join tags g on b.review = g.review and b.finding = g.finding and b.issue = g.issue
join chosen_polarities p on g.polarity = p.polarity
join chosen_coders o on g.coder = o.coder
join layer_findings f on g.review = f.review and g.finding = f.finding
left join causes c
    on g.review = c.review and g.finding = c.finding and g.issue = c.issue and g.coder = c.coder and g.polarity = c.polarity
where f.reconciled = 0 or g.coder = 'consensus'
order by g.review nulls last, g.finding nulls last, g.issue nulls last, g.coder nulls last, c.cause nulls last
