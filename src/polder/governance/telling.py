"""The matrix's events as sentences, and what its numbers are called (ledger/words.py, ledger/subjects.py)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from polder.base import glyphs
from polder.governance import drafts
from polder.governance.models import ChangeSet
from polder.ground.ledger import subjects, words
from polder.ground.ledger.words import Sentence, Told
from polder.ground.organisation import removing
from polder.ground.organisation.models import Person


def register() -> None:
    """Called once, in `ready()`."""
    removing.count("governance.assignment", ngettext_lazy("%(n)d letter", "%(n)d letters", "n"))
    removing.count("governance.aspect", ngettext_lazy("%(n)d aspect", "%(n)d aspects", "n"))
    subjects.register("aspect", subjects.of_model("governance.Aspect"), gone=_("an aspect that was removed"))
    find, gone = subjects.of_model("governance.ChangeSet"), _("a change that was removed")
    subjects.register("change_set", find, gone=gone, seen=_change_sets_seen, unseen=_("a change"))
    for kind, name in _UNNAMED.items():
        subjects.register(kind, lambda _numbers: {}, gone=name)
    for event, sentence in _SENTENCES.items():
        words.register(event, sentence)
    for event, template in _LETTERS.items():
        words.register(event, _letter_teller(template))


def _change_sets_seen(reader: Person, _at: datetime) -> QuerySet[ChangeSet]:
    """As in their list; guests know of their own alone."""
    return ChangeSet.objects.filter(author=reader) if reader.named_only else drafts.listed(reader)


def _letter_teller(template: object) -> words.Teller:
    def tell(told: Told) -> Sentence:
        letter = glyphs.letter_name(str(told.data["letter"]))
        facet = str(told.data.get("facet", "*"))
        if facet != "*":
            letter = f"{letter} ({glyphs.facet_name(facet)})"
        return Sentence(template, {"letter": letter})  # type: ignore[arg-type]  # lazy text, as registered

    return tell


_UNNAMED = {
    "assignment": _("a letter"),
    "glass": _("a broken glass"),
    "finding": _("a finding"),
}

_LETTERS = {
    "assignment.added": _("%(who)s made %(party)s %(letter)s on %(aspect)s."),
    "assignment.changed": _("%(who)s changed how long %(party)s is %(letter)s on %(aspect)s."),
    "assignment.ended": _("%(who)s ended that %(party)s is %(letter)s on %(aspect)s."),
    "assignment.removed": _("%(who)s took back that %(party)s is %(letter)s on %(aspect)s."),
}

_SENTENCES = {
    "aspect.added": _("%(who)s added the aspect %(thing)s."),
    "aspect.changed": _("%(who)s changed the settings of %(thing)s."),
    "aspect.moved": _("%(who)s moved %(thing)s."),
    "aspect.removed": _("%(who)s removed the aspect %(thing)s."),
    "change_set.drafted": _("%(who)s drafted %(thing)s."),
    "change_set.changed": _("%(who)s changed the draft %(thing)s."),
    "change_set.proposed": _("%(who)s proposed %(thing)s."),
    "change_set.planned": _("%(who)s planned %(thing)s."),
    "change_set.applied": _("%(who)s applied %(thing)s."),
    "change_set.rejected": _("%(who)s rejected %(thing)s."),
    "change_set.withdrawn": _("%(who)s withdrew %(thing)s."),
    "change_set.failed": _("%(thing)s no longer fitted and was not applied."),
    "organisation.founded": _("%(who)s wrote down the organisation and its matrix."),
    "organisation.loaded": _("%(who)s loaded the organisation and its matrix anew."),
    "glass.broken": _("%(who)s broke the glass on %(aspect)s."),
    "finding.accepted": _("%(who)s accepted a finding on %(aspect)s."),
    "finding.opened": _("A finding appeared on %(aspect)s."),
    "finding.closed": _("A finding on %(aspect)s closed itself."),
}
