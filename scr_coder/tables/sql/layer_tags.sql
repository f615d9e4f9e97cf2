-- Tags of the layer: issues that as many coders give a finding as the layer wants, in the polarities that are counted.
-- `part` is 0, or the polarity where a table tells polarities apart. `wanted` and `reconciled` are those of the finding.
select t.review, t.finding, t.issue, t.part, f.votes as wanted, f.reconciled
from (
    select g.review, g.finding, g.issue, p.part,
        count(*) as votes,
        max(case when g.coder = 'consensus' then 1 else 0 end) as reconciled
    from tags g
    join chosen_polarities p on g.polarity = p.polarity
    join chosen_coders c on g.coder = c.coder
    group by g.review, g.finding, g.issue, p.part
) as t
join layer_findings f on t.review = f.review and t.finding = f.finding
where (f.reconciled = 1 and t.reconciled = 1) or (f.reconciled = 0 and t.votes >= f.votes)
