"""Names of parties in cells (L5 and L6)."""

import re
from collections.abc import Iterator

from polder.governance.importing.grids.grid import fold
from polder.governance.importing.words import EVERYONE, NO_LETTER

EVERYONE_PARTY = "Everyone"
_BETWEEN = re.compile(r"[,;\n]|\s/\s|\s&\s|\s(?:and|en|und|et)\s", re.IGNORECASE)


def the_party(text: str) -> str:
    """The name of a party; `all staff` and its like are the party Everyone, `-` and its like nobody."""
    name = fold(text)
    if name.lower() in NO_LETTER:
        return ""
    return EVERYONE_PARTY if name.lower() in EVERYONE else name


def split_names(text: str) -> Iterator[str]:
    """The names in a cell, split as L5 says; never inside parentheses, which belong to the name."""
    seen: set[str] = set()
    begin = 0
    depth = 0
    for match in [*re.finditer(rf"[()]|{_BETWEEN.pattern}", text, re.IGNORECASE), None]:
        sign = match[0] if match else ""
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif match is None or depth == 0:
            name = the_party(text[begin : match.start() if match else len(text)])
            if name and name.casefold() not in seen:
                seen.add(name.casefold())
                yield name
            begin = match.end() if match else begin
