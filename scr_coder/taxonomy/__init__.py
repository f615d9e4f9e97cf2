"""The taxonomy: areas, practice issues, WHY causes, families; and the attributes of reviews."""

from scr_coder.taxonomy.attributes import Attribute, Attributes, read_attributes
from scr_coder.taxonomy.model import UNCLEAR, Area, Cause, Family, Issue, Taxonomy, TaxonomySet
from scr_coder.taxonomy.read import read_taxonomy

__all__ = [
    "UNCLEAR",
    "Area",
    "Attribute",
    "Attributes",
    "Cause",
    "Family",
    "Issue",
    "Taxonomy",
    "TaxonomySet",
    "read_attributes",
    "read_taxonomy",
]
