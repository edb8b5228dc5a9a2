"""One organisation as one JSON file, `polder-organisation/1` (governance.md, section 11). Pure: no Django, no clock.

`read` and `parse` give `Facts` or raise OrganisationErrors: all of them, each with its JSON path. `write` goes back.
"""

from .errors import OrganisationError, OrganisationErrors
from .moments import ZoneError, moment, written, zone_of
from .order import in_order
from .reading import FORMAT, parse, read
from .writing import charter_document, text_of, write

__all__ = [
    "FORMAT",
    "OrganisationError",
    "OrganisationErrors",
    "ZoneError",
    "charter_document",
    "in_order",
    "moment",
    "parse",
    "read",
    "text_of",
    "write",
    "written",
    "zone_of",
]
