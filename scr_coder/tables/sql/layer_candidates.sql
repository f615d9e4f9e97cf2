-- Candidates of the layer: wherever a coder who speaks for a finding says that nothing matches.
select h.review, h.finding, h.candidate
from heard h
join layer_findings f on h.review = f.review and h.finding = f.finding
where h.state = 'no_match' and (f.reconciled = 0 or h.coder = 'consensus')
