-- What a reader must know of the data behind a table.
select
    (select count(distinct review) from scope) as reviews_in_scope,
    (select count(distinct review) from layer_states) as reviews_begun,
    (select count(*) from (
        select review, finding from live group by review, finding
        having count(*) > 1 and max(case when coder = 'consensus' then 1 else 0 end) = 0
    ) as twice) as unreconciled,
    (select count(*) from decisions d join scope s on d.review = s.review
        left join findings f on d.review = f.review and d.finding = f.finding
        where f.finding is null and d.state <> 'cleared') as orphans,
    (select count(*) from decisions d join scope s on d.review = s.review
        join findings f on d.review = f.review and d.finding = f.finding
        where d.text <> f.text and d.state <> 'cleared') as stale,
    (select count(*) from layer_tags t left join issues i on t.issue = i.issue where i.issue is null) as foreign_tags
