"""Where somebody may set letters (G13): on which rows of the matrix an editor makes sense."""

from datetime import datetime

from polder.governance.facts import FACETS, AspectKey
from polder.governance.grid import in_tree_order
from polder.governance.resolution import Reading, answer


def settable_aspects(reading: Reading, person: str, at: datetime) -> frozenset[AspectKey]:
    """Aspects on which `person` holds `assign` for some facet, and all below them. One pass down the tree."""
    found: set[AspectKey] = set()
    for aspect in in_tree_order(reading):
        parent = reading.facts.aspects[aspect].parent
        if parent in found or any(answer(reading, person, "assign", aspect, facet, at).allowed for facet in FACETS):
            found.add(aspect)
    return frozenset(found)
