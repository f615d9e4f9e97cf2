-- What a reader must know of the data behind a table.
select
    (select count(*) from scope) as reviews_in_scope,
    (select count(*) from layer_reviews) as reviews_begun,
    (select coalesce(cast(sum(unreconciled) as bigint), 0) from layer_reviews) as unreconciled,
    (select count(*) from decisions d join scope s on d.review = s.review
        where d.fits = 'orphan' and d.state <> 'cleared') as orphans,
    (select count(*) from decisions d join scope s on d.review = s.review
        where d.fits = 'stale' and d.state <> 'cleared') as stale
