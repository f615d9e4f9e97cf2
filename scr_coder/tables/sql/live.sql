-- Decisions that speak: on findings that exist, in reviews that the filters let through, not cleared.
select d.review, d.finding, d.coder, d.state, d.candidate
from decisions d
join scope s on d.review = s.review
join findings f on d.review = f.review and d.finding = f.finding
where d.state <> 'cleared'
