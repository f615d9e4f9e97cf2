"""The tables, one class each. A new one is a module here, named below, and its query under ``sql/``."""

from scr_coder.tables.kinds.base import Kind
from scr_coder.tables.kinds.causes import Causes
from scr_coder.tables.kinds.coverage import Coverage
from scr_coder.tables.kinds.crosstab import Crosstab
from scr_coder.tables.kinds.single import Areas, Candidates, Families, Issues

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Issues(),
        Areas(),
        Causes(),
        Families(),
        Candidates(),
        Coverage(),
        Crosstab(),
    )
}
"""The tables by name, in the order of the help."""
