"""What must be known of the things a text leads to, gathered beforehand (surroundings.py): the checks ask no database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

FileState = Literal["fine", "scan", "unreadable", "untagged"]


@dataclass(frozen=True, slots=True)
class PageFact:
    """A page that is linked to: do readers see it, and for whom is it (None: everyone)?"""

    live: bool
    audience: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """`pages` by number and `addresses` by path lack what is gone or in the bin; a path with None is no page and is there.

    `documents` are those that exist, with what was found in them; `audience` is of the page the text stands on, `members`
    the parties of each audience, `dead` addresses of other sites where nothing answers, `within` the parties that a party lies in, itself too (G3: a unit in those above it).
    """

    pages: Mapping[int, PageFact] = field(default_factory=dict)
    addresses: Mapping[str, PageFact | None] = field(default_factory=dict)
    documents: Mapping[int, FileState] = field(default_factory=dict)
    audience: int | None = None
    members: Mapping[int, Collection[int]] = field(default_factory=dict)
    within: Mapping[int, Collection[int]] = field(default_factory=dict)
    dead: Collection[str] = frozenset()
    base: str = ""

    def everybody_may_open(self, page: PageFact) -> bool:
        """Does every party of this text's audience lie within the audience of that page?

        By parties, not by people: who belongs to a role today may have left it tomorrow.
        """
        if page.audience is None or page.audience == self.audience:
            return True
        if self.audience is None:
            return False
        theirs = set(self.members.get(page.audience, ()))
        return all(not theirs.isdisjoint(self.within.get(one, (one,))) for one in self.members.get(self.audience, ()))
