-- Candidates of the layer: wherever a coder who speaks for a finding says that nothing matches. Names that differ only in case
-- or outer spaces are one.
with named as (
    select h.review, h.finding, h.candidate, lower(trim(h.candidate)) as folded
    from heard h
    join layer_findings f on h.review = f.review and h.finding = f.finding
    where h.state = 'no_match' and (f.reconciled = 0 or h.coder = 'consensus')
),
spelled as (
    select folded, min(candidate) as candidate from named group by folded
)
select distinct n.review, n.finding, s.candidate
from named n
join spelled s on n.folded = s.folded
