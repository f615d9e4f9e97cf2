-- The reviews that have been begun in the layer: what became of their findings. A finding without an id stands for a review
-- that was read and gave none; it makes the review begun and is no finding of its own.
select review,
    count(*) filter (where state <> 'excluded') as counted,
    count(*) filter (where finding <> '') as decided,
    count(*) filter (where finding <> '' and state = 'coded') as coded,
    count(*) filter (where finding <> '' and state = 'no_match') as no_match,
    count(*) filter (where finding <> '' and state = 'excluded') as excluded,
    count(*) filter (where finding <> '' and state = 'disagreed') as disagreed,
    count(*) filter (where coders > 1 and reconciled = 0) as unreconciled
from layer_findings
group by review
