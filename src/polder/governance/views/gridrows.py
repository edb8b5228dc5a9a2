"""The rows of the matrix as HTML, written in Python: 300 aspects by 60 parties are 18,000 cells, too many for a template.

Everything that came from people is escaped; what repeats (letters, labels) is made once per page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polder.base import glyphs
from polder.base.icons import icon_svg
from polder.governance.facts import AspectKey
from polder.governance.grid import Answering, Grid, Line
from polder.governance.resolution import Mark

SHOWN_FACES = 2
_CELLS, _FEWEST = 8_000, 25  # as many cells as one answer holds, and in a very wide matrix as many rows all the same


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rows that one answer holds: those from `first`; after them `left` are left, `count` of which come next."""

    lines: Sequence[Line]
    first: int
    end: int
    left: int
    count: int


def stretch_of(shown: Grid, first: int) -> Stretch:
    """As many rows as fit in one answer, from `first`; a page then weighs the same for 300 aspects and for 20,000."""
    many = max(_FEWEST, _CELLS // max(1, len(shown.columns)))
    first = first if first < len(shown.lines) else 0
    end = min(first + many, len(shown.lines))
    left = len(shown.lines) - end
    return Stretch(shown.lines[first:end], first, end, left, min(many, left))


class Rows:
    """Writes the body of one grid. `names` are names of all aspects, for "from Homepage"; `severities` by aspect.

    `assignable` holds the aspects on which whoever looks may set letters: there an empty cell is a button too.
    """

    def __init__(
        self,
        grid: Grid,
        *,
        names: Mapping[AspectKey, str],
        severities: Mapping[AspectKey, str],
        assignable: frozenset[AspectKey],
        address: str,
    ) -> None:
        self.grid, self.names, self.severities, self.assignable = grid, names, severities, assignable
        self.address = address  # of an aspect, with KEY in it
        self._letters: dict[tuple[str, str, str, bool], str] = {}
        self._labels: dict[tuple[str, str, bool, AspectKey | None], str] = {}
        self._none = escape(_("no letter"))

    def html(self, lines: Sequence[Line]) -> SafeString:
        """These rows of the grid, parents before children."""
        columns = self.grid.columns
        opened = ["<td class=g>" if column.first else "<td>" for column in columns]
        labels = [escape(column.name) for column in columns]
        return mark_safe("".join(self._row(line, opened, labels) for line in lines))

    def _row(self, line: Line, opened: Sequence[str], labels: Sequence[str]) -> str:
        classes = " ".join(
            name for name in ("root" if line.depth == 0 else "", "branch" if line.children else "") if name
        )
        parts = [f'<tr class="{classes}" data-d={line.depth} data-a={line.key}>', self._head(line), self._answers(line)]
        editable = line.key in self.assignable
        for number, marks in enumerate(line.cells):
            parts.append(opened[number])
            if marks:
                parts.append(
                    f'<button name=cell value={line.key}.{number} aria-label="{labels[number]}: {self._said(marks)}">'
                    + "".join(map(self._letter, marks))
                    + "</button>"
                )
            elif editable:
                parts.append(
                    f'<button name=cell value={line.key}.{number} aria-label="{labels[number]}: {self._none}"></button>'
                )
            parts.append("</td>")
        parts.append("</tr>")
        return "".join(parts)

    def _head(self, line: Line) -> SafeString:
        if line.children:
            label = ngettext(
                "%(name)s, %(count)s aspect under it", "%(name)s, %(count)s aspects under it", line.children
            )
            twist = format_html(
                '<button class="tw" type="button" aria-expanded="true" aria-label="{}">{}</button>',
                label % {"name": line.name, "count": line.children},
                icon_svg("open", "sm"),
            )
        else:
            twist = mark_safe('<span class="leaf"></span>')
        return format_html(
            '<th scope="row"><div class="asp d{}">{}<a href="{}">{}</a>{}</div></th>',
            min(line.depth, 9), twist, self.address.replace("KEY", line.key), line.name, self._marks(line),
        )  # fmt: skip

    def _marks(self, line: Line) -> SafeString:
        marks = []
        if line.lacks_responsible:
            marks.append(glyphs.letter_html("R", state="gap"))
        if line.four_eyes:
            marks.append(
                format_html(
                    '<span class="eyes" title="{0}">{1}<span class="vh">{0}</span></span>',
                    _("Four eyes"),
                    icon_svg("eye", "sm"),
                )
            )
        if line.key in self.severities:
            marks.append(glyphs.severity_html(self.severities[line.key]))
        return format_html('<span class="end">{}</span>', mark_safe("".join(marks))) if marks else mark_safe("")

    def _answers(self, line: Line) -> SafeString:
        if not line.answering:
            return format_html(
                '<td class="ans"><span class="avatar none sm" role="img" aria-label="{}">?</span></td>',
                _("Nobody answers"),
            )
        faces = [self._face(answering) for answering in line.answering]
        return format_html('<td class="ans">{}</td>', mark_safe("".join(faces[:SHOWN_FACES])))

    def _face(self, answering: Answering) -> SafeString:
        name = answering.names[0] if answering.names else ""
        said = ", ".join(answering.names)
        if answering.caretaker:
            said = _("%(name)s, as caretaker") % {"name": said}
        if answering.facets:
            said = f"{said} ({', '.join(glyphs.facet_name(facet) for facet in answering.facets)})"
        picture = glyphs.avatar_html(name, size="sm", caretaker=answering.caretaker)
        return format_html('<span title="{0}">{1}<span class="vh">{0}</span></span>', said, picture)

    def _letter(self, mark: Mark) -> str:
        state = "vacant" if mark.vacant else ""
        key = (mark.letter, mark.facet, state, mark.inherited)
        found = self._letters.get(key)
        if found is None:
            classes = glyphs.letter_classes(mark.letter, state, mark.inherited, mark.facet)
            found = self._letters[key] = f'<i class="{classes}">{mark.letter}</i>'
        return found

    def _said(self, marks: Sequence[Mark]) -> str:
        return "; ".join(map(self._label, marks))

    def _label(self, mark: Mark) -> str:
        key = (mark.letter, mark.facet, mark.vacant, mark.stands_on if mark.inherited else None)
        found = self._labels.get(key)
        if found is None:
            said = glyphs.letter_words(mark.letter, "vacant" if mark.vacant else "", inherited=False, facet=mark.facet)
            if mark.inherited:
                said = _("%(letter)s, from %(aspect)s") % {"letter": said, "aspect": self.names[mark.stands_on]}
            found = self._labels[key] = escape(said)
        return found
