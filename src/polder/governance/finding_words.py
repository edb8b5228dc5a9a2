"""Findings in words: what is wrong, what it means, and one thing to do about it. Codes are section 8's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polder.base import glyphs
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.finding_rules import Found
from polder.governance.grid import party_name
from polder.governance.resolution import Reading


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to do: what the button says, and where it leads."""

    label: str
    address: str


NAMES: dict[str, str | Promise] = {
    "no_accountable": gettext_lazy("Nobody answers"),
    "vacant_accountable": gettext_lazy("The seat is vacant"),
    "no_responsible": gettext_lazy("Nobody does the work"),
    "caretaker_too_long": gettext_lazy("A caretaker for too long"),
    "unowned_thing": gettext_lazy("Belongs to nobody"),
    "shared_accountability": gettext_lazy("Several people answer"),
    "self_approval_only": gettext_lazy("Only approves their own work"),
    "consult_inflation": gettext_lazy("Too many are asked"),
    "overload": gettext_lazy("Answers for too much"),
    "no_deputy": gettext_lazy("No deputy"),
    "person_not_role": gettext_lazy("A person, not a role"),
    "expiring": gettext_lazy("Ends without a follow-up"),
    "idle_assignment": gettext_lazy("Nothing done with it"),
    "missing_voice": gettext_lazy("A voice is missing"),
}

type _Words = dict[str, str]


def _no_say(words: _Words) -> str:
    return _("%(aspect)s: %(detail)s has no say") % words


_SENTENCES: dict[str, Callable[[_Words], str]] = {
    "no_accountable": lambda w: _("%(aspect)s: nobody answers") % w,
    "vacant_accountable": lambda w: _("%(aspect)s: the seat of %(party)s is vacant") % w,
    "no_responsible": lambda w: _("%(aspect)s: nobody does the work") % w,
    "caretaker_too_long": lambda w: _("%(aspect)s: a caretaker for more than 30 days") % w,
    "shared_accountability": lambda w: _("%(aspect)s: %(party)s is held by several people") % w,
    "self_approval_only": lambda w: _("%(aspect)s: whoever does the work is the only one who answers") % w,
    "consult_inflation": lambda w: _("%(aspect)s: more than five parties are asked") % w,
    "overload": lambda w: _("%(person)s answers for more than twelve aspects") % w,
    "no_deputy": lambda w: _("%(aspect)s: %(person)s has no deputy") % w,
    "person_not_role": lambda w: _("%(aspect)s: %(party)s holds a letter by name") % w,
    "expiring": lambda w: _("%(aspect)s: a letter of %(party)s ends soon, nothing follows") % w,
    "idle_assignment": lambda w: _("%(aspect)s: %(party)s did nothing with its letter for a year") % w,
    "missing_voice": lambda w: _("%(party)s: nobody sits for %(detail)s") % w if w["party"] else _no_say(w),
}

_MEANINGS: dict[str, str | Promise] = {
    "no_accountable": gettext_lazy("Nothing can be published or decided here until somebody answers for it."),
    "vacant_accountable": gettext_lazy("The next one up the line is caretaker meanwhile."),
    "no_responsible": gettext_lazy("Nobody keeps it right, so it grows old."),
    "caretaker_too_long": gettext_lazy("Name somebody who really answers for it."),
    "shared_accountability": gettext_lazy("When several answer, in the end nobody does."),
    "self_approval_only": gettext_lazy("Four eyes, or a second person, would help."),
    "consult_inflation": gettext_lazy("Each one who is asked costs days. Tell some of them afterwards instead."),
    "overload": gettext_lazy("Nobody can answer for so much. Hand some over."),
    "no_deputy": gettext_lazy("When they are away, everything waits."),
    "person_not_role": gettext_lazy("It is lost when they leave; a role stays."),
    "expiring": gettext_lazy("Extend it, or name who follows."),
    "idle_assignment": gettext_lazy("Take it away, or ask what it is for."),
    "missing_voice": gettext_lazy("It is asked for, and nobody speaks for it."),
}


type Say = Callable[[Reading, Found], str]
type Mend = Callable[[Reading, Found], Remedy]


@dataclass(frozen=True, slots=True)
class Told:
    """The words of findings that come from elsewhere: their kind, why it matters, the sentence, what to do."""

    name: str | Promise
    meaning: str | Promise
    sentence: Say
    remedy: Mend


_told: dict[str, Told] = {}


def register(code: str, told: Told) -> None:
    """In `ready()`, beside `findings.register`. Raises ValueError when the code is taken."""
    if code in _told or code in NAMES:
        raise ValueError(f"There are words for findings {code!r} already.")
    _told[code] = told


def registered() -> list[str]:
    """Codes beside those of the matrix."""
    return list(_told)


def name(code: str) -> str:
    """A finding's kind in a few words; the code itself when it is unknown."""
    return str(_told[code].name if code in _told else NAMES.get(code, code))


def sentence(reading: Reading, found: Found) -> str:
    """What is wrong, with names: the heading of a finding."""
    if found.code in _told:
        return _told[found.code].sentence(reading, found)
    write = _SENTENCES.get(found.code)
    words = _words(reading, found)
    said = write(words) if write else f"{words['aspect']}: {name(found.code)}"
    return said if found.facet == "*" else f"{said} ({glyphs.facet_name(found.facet)})"


def meaning(code: str) -> str:
    """Why it matters, in one sentence."""
    return str(_told[code].meaning if code in _told else _MEANINGS.get(code, ""))


def remedy(reading: Reading, found: Found) -> Remedy:
    """The one thing to do, with where to do it."""
    if found.code in _told:
        return _told[found.code].remedy(reading, found)
    if found.code == "no_deputy" and found.person:
        return Remedy(_("Name a deputy"), reverse("organisation:person", args=[found.person]) + "#deputies")
    if found.code == "missing_voice" and found.party:
        return Remedy(_("Fill the seat"), reverse("organisation:body", args=[found.party.removeprefix("body:")]))
    if found.code in {"self_approval_only", "missing_voice"}:
        return Remedy(_("Look at its settings"), reverse("governance:aspect", args=[found.aspect]))
    labels = {
        "no_accountable": _("Choose who answers"),
        "vacant_accountable": _("Propose a successor"),
        "caretaker_too_long": _("Propose a successor"),
        "no_responsible": _("Add an R"),
        "consult_inflation": _("Ask fewer"),
        "overload": _("Hand some over"),
        "expiring": _("Extend it"),
    }
    asked = {"under": found.aspect}
    return Remedy(labels.get(found.code, _("Show in the matrix")), f"{reverse('governance:matrix')}?{urlencode(asked)}")


def since_words(count: int) -> str:
    """For how long: "for 12 days"."""
    return ngettext("for %(count)s day", "for %(count)s days", count) % {"count": count}


def days_since(since: datetime | None, at: datetime) -> int | None:
    """Whole days between; None when the beginning is not known."""
    return None if since is None else max(0, (at - since).days)


def _words(reading: Reading, found: Found) -> _Words:
    people = reading.facts.people
    return {
        "aspect": reading.facts.aspects[AspectKey(found.aspect)].name,
        "party": party_name(reading, PartyKey(found.party)) if found.party else "",
        "person": people[found.person].name if found.person and found.person in people else "",
        "detail": found.detail,
    }
