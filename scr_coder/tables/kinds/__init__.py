"""The tables, one class each. A new one is a module here, named below, and its query under ``sql/``."""

from scr_coder.tables.kinds.base import Kind
from scr_coder.tables.kinds.causes import Causes
from scr_coder.tables.kinds.cooccurrence import Cooccurrence
from scr_coder.tables.kinds.coverage import Coverage
from scr_coder.tables.kinds.crosstab import Crosstab
from scr_coder.tables.kinds.saturation import Saturation
from scr_coder.tables.kinds.single import Areas, Candidates, Families, Issues
from scr_coder.tables.kinds.trend import Trend

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
        Cooccurrence(),
        Trend(),
        Saturation(),
    )
}
"""The tables by name, in the order of the help."""
