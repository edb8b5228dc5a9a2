"""What keeps a unit, a role or an aspect from being removed, in words: how much of what, by name what its reader may see.

    removing.count("knowledge.question", ngettext_lazy("%(n)d question", "%(n)d questions", "n"))
    removing.describe("publishing.audienceparty", audiences.named_in)   # sentences of its own
    removing.before(audiences.forget_unused)                             # what names a party and holds nothing goes first

Registered in `ready()` by whoever has the models. What nobody registered is counted as other things.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from polder.base.words import say_list
from polder.ground.organisation.models import Person

type Describe = Callable[[Sequence[Model], Person | None, datetime], Sequence[str]]
type LetGo = Callable[[Collection[int]], None]

_counts: dict[str, Any] = {
    "organisation.person": ngettext_lazy("%(n)d person", "%(n)d people", "n"),
    "organisation.unit": ngettext_lazy("%(n)d unit", "%(n)d units", "n"),
    "organisation.body": ngettext_lazy("%(n)d body", "%(n)d bodies", "n"),
    "organisation.seat": ngettext_lazy("%(n)d seat", "%(n)d seats", "n"),
    "organisation.holding": ngettext_lazy("%(n)d holder of a role", "%(n)d holders of roles", "n"),
    "organisation.deputyship": ngettext_lazy("%(n)d deputyship", "%(n)d deputyships", "n"),
}
_OTHER = ngettext_lazy("%(n)d other thing", "%(n)d other things", "n")
_sentences: dict[str, Describe] = {}
_before: list[LetGo] = []


def count(label: str, words: Any) -> None:
    """Rows of this model (`app.model`) are counted in these words (`ngettext_lazy`, with `n`). Raises ValueError when they are already."""
    if label in _counts:
        raise ValueError(f"How {label} is counted is registered already.")
    _counts[label] = words


def describe(label: str, says: Describe) -> None:
    """Rows of this model say in sentences of their own what they hold, besides being counted where words say how. `by` is None at the command line."""
    if label in _sentences:
        raise ValueError(f"What {label} says is registered already.")
    _sentences[label] = says


def before(let_go: LetGo) -> None:
    """Called with the numbers of parties that are about to be removed, in the same transaction."""
    _before.append(let_go)


def let_go(parties: Collection[int]) -> None:
    """What names these parties and holds nothing any more is gone."""
    for forget in _before:
        forget(parties)


def counted(label: str, number: int) -> str:
    """`3 questions`, in the active language."""
    return str(_counts.get(label, _OTHER) % {"n": number})


def in_words(protected: Iterable[Model], *, by: Person | None, at: datetime) -> list[str]:
    """What still hangs on it: one sentence that counts, then those that say more."""
    by_model: defaultdict[str, list[Model]] = defaultdict(list)
    for row in protected:
        by_model[row._meta.label_lower].append(row)
    there, others, said = list[str](), 0, list[str]()
    for label, rows in by_model.items():
        if label in _sentences:
            said += _sentences[label](rows, by, at)
        if label in _counts:
            there.append(counted(label, len(rows)))
        elif label not in _sentences:
            others += len(rows)
    there.sort()
    if others:
        there.append(counted("", others))
    if there:
        said.insert(0, _("Still there: %(what)s.") % {"what": say_list(there)})
    return said
