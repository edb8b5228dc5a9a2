"""How a file writes its letters: learned from its own cells, so that a changed cell looks like its neighbours."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from polder.governance.facts import LETTERS
from polder.governance.importing.cells import read_cell
from polder.governance.importing.schemes import by_name

_MARK = re.compile(r"[*†‡§¹²³⁰⁴-⁹]+|\d{1,3}")


class Forms:
    """Letters of Polder as the file writes them: in its scheme, its words, its case, with what it puts between two."""

    def __init__(self, scheme: str, cells: Iterable[tuple[frozenset[str], str]]) -> None:
        """`cells`: letters and text of the cells that say nothing else."""
        counts: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
        for letters, text in cells:
            counts[letters][text] += 1
        self._written = {letters: count.most_common(1)[0][0] for letters, count in counts.items()}
        for letter, own in _in_scheme(scheme).items():
            self._written.setdefault(frozenset(letter), own)
        self._between = self._separator()

    def text(self, letters: frozenset[str]) -> str:
        """The cell for these letters; empty for none."""
        if not letters:
            return ""
        whole = self._written.get(letters)
        if whole is not None:
            return whole
        parts = [self._written.get(frozenset(letter), letter) for letter in LETTERS if letter in letters]
        between = self._between if self._between or all(len(part) == 1 for part in parts) else "/"
        return between.join(parts)

    def changed(self, old: str, letters: frozenset[str]) -> str:
        """The cell for these letters where another text stood: its remark stays behind them when there is just one."""
        new = self.text(letters)
        remarks = [remark for item in read_cell(old).items for remark in item.remarks]
        if not new or len(remarks) != 1:
            return new
        (remark,) = remarks
        if remark == "optional":
            return f"({new})" if len(new) == 1 else new
        if _MARK.fullmatch(remark):
            return f"{new}{remark}"
        return f"{new} ({remark})"

    def _separator(self) -> str:
        for letters, text in self._written.items():
            if len(letters) > 1:
                found = re.search(r"[^\W\d_](\W*)[^\W\d_]", text)
                return found[1] if found and all(len(part) == 1 for part in re.findall(r"[^\W\d_]+", text)) else "/"
        return "/"


def _in_scheme(name: str) -> dict[str, str]:
    """The letter of the scheme for each letter of Polder, where they differ."""
    scheme = by_name(name)
    found: dict[str, str] = {}
    for letter, meaning in scheme.meanings.items() if scheme else ():
        if meaning.letter and not meaning.remark:
            found.setdefault(meaning.letter, letter)
    return found
