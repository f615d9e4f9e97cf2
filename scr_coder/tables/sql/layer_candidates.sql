-- Candidates of the layer: what coders call the issue that is missing, on findings of which the layer says that nothing matches. Names that differ only in case
-- or outer spaces are one.
with named as (
    select h.review, h.finding, h.candidate, lower(trim(h.candidate)) as folded
    from heard h
    join layer_findings f on h.review = f.review and h.finding = f.finding
    where h.state = 'no_match' and f.state = 'no_match' and (f.reconciled = 0 or h.coder = 'consensus')
),
spelled as (
    select folded, min(candidate) as candidate from named group by folded
)
select distinct n.review, n.finding, s.candidate
from named n
join spelled s on n.folded = s.folded
