-- How many tags of the layer name an issue that is not in the taxonomies.
select count(*) as foreign_tags
from layer_tags t
left join issues i on t.issue = i.issue
where i.issue is null
