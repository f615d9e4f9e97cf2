-- The decisions that are heard: of the chosen coders, on findings that exist, in the reviews that the filters let through.
select d.review, d.finding, d.coder, d.state, d.candidate
from decisions d
join scope s on d.review = s.review
join chosen_coders c on d.coder = c.coder
where d.state <> 'cleared' and d.fits <> 'orphan'
