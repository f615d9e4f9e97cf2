-- What a reader must know of the data behind a table.
select
    (select count(*) from scope) as reviews_in_scope,
    (select count(distinct review) from layer_findings) as reviews_begun,
    (select count(*) from layer_findings where coders > 1 and reconciled = 0) as unreconciled,
    (select count(*) from decisions d join scope s on d.review = s.review
        where d.fits = 'orphan' and d.state <> 'cleared') as orphans,
    (select count(*) from decisions d join scope s on d.review = s.review
        where d.fits = 'stale' and d.state <> 'cleared') as stale,
    (select count(*) from layer_tags t left join issues i on t.issue = i.issue where i.issue is null) as foreign_tags
