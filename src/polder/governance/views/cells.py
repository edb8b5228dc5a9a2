"""The editor of one cell: letters chosen become lines of the person's open draft; nothing takes effect here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from polder.base import glyphs
from polder.base.parts import wants_part
from polder.base.returning import asked_back
from polder.base.time import midnight, parse_day
from polder.base.toasts import toast
from polder.base.words import say_list
from polder.governance import collecting, drafts, store
from polder.governance.authority import may_set
from polder.governance.cell_changes import (
    Cell,
    Letters,
    in_force,
    letters_in,
    lines_for,
    other_accountable,
    said,
    wanted,
)
from polder.governance.changes import MatrixLine
from polder.governance.facts import ASSIGNABLE_FACETS, FACETS, LETTERS, AspectKey, Facet, Letter, PartyKey
from polder.governance.grid import party_name
from polder.governance.resolution import Reading, who_may
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

CHANGED = "polder:draft"  # the event on which the screen marks what is collected


@dataclass(frozen=True, slots=True)
class Choice:
    """One letter in the form. `refused` says who can set it when whoever looks cannot; "" when they can."""

    letter: Letter
    own: bool
    chosen: bool
    refused: str


@dataclass(frozen=True, slots=True)
class Editor:
    """The form of one cell. `seen` and `pending` are what it was made from; sent back, they show what others did."""

    cell: Cell
    aspect_name: str
    party_name: str
    choices: tuple[Choice, ...]
    seen: str
    pending: str
    other: str  # the name of who else has the A there now; "" for nobody
    other_party: str
    differences: tuple[str, ...] = ()

    @property
    def may_all(self) -> bool:
        """Whether whoever looks could apply any of it alone."""
        return not any(choice.refused for choice in self.choices)


@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest) -> HttpResponse:
    """`/matrix/cell/`: the form for one facet; sent, the difference goes into the draft of who sent it."""
    now = timezone.now()
    person = asker_of(request)
    reading = store.reading_now()
    asked = _asked(request, reading)
    if request.method == "GET":
        return _form(request, reading, editor(reading, asked, person, now))
    letters = frozenset(letter for letter in LETTERS if letter in request.POST.getlist("letters"))
    draft = drafts.open_draft(person)
    lines = () if draft is None else drafts.lines_of(draft)
    own = in_force(reading.facts, asked, now)
    planned = wanted(lines, asked, own)
    other = other_accountable(reading.facts, asked, now)
    told = _what_changed(reading, asked, request, own, planned)
    if "A" in letters - own:
        told = (*_who_took_it(reading, asked, request, other), *told)
    if told:
        form = editor(reading, asked, person, now, chosen=letters, differences=told)
        return _form(request, reading, form, status=409)
    zone = store.zone(reading.facts)
    until, begin = request.POST.get("until", ""), request.POST.get("from", "")
    collected = lines_for(
        lines,
        asked,
        letters,
        own=own,
        other=other,
        valid_from=midnight(parse_day(begin), zone) if begin else None,
        valid_until=midnight(parse_day(until), zone) if until else None,
    )
    title = _("Changes on %(aspect)s") % {"aspect": reading.facts.aspects[asked.aspect].name}
    if collected != lines:
        collecting.replace(draft, collected, title=title, by=person, at=now)
    return _collected(
        request, person, _("Added to your changes") if collected != lines else _("Nothing to add: it is so already")
    )


def editor(
    reading: Reading, asked: Cell, person: Person, at: datetime, *, chosen: Letters | None = None,
    differences: tuple[str, ...] = (),
) -> Editor:  # fmt: skip
    """The form as things stand; `chosen` keeps what the reader had ticked. One query."""
    own = in_force(reading.facts, asked, at)
    planned = wanted(_draft_lines(person), asked, own)
    ticked = planned if chosen is None else chosen
    other = other_accountable(reading.facts, asked, at)
    return Editor(
        cell=asked,
        aspect_name=reading.facts.aspects[asked.aspect].name,
        party_name=party_name(reading, asked.party),
        choices=tuple(
            Choice(letter, letter in own, letter in ticked, _refused(reading, person, letter, asked, at))
            for letter in LETTERS
        ),
        seen=said(own),
        pending=said(planned),
        other=party_name(reading, other) if other else "",
        other_party=other or "",
        differences=differences,
    )


def facet_of(reading: Reading, aspect: AspectKey, party: PartyKey, shown: Facet, at: datetime) -> Facet:
    """The facet with which the editor opens: the one shown, else the one that the party's letters stand on, else all."""
    if shown != "*" or in_force(reading.facts, Cell(aspect, "*", party), at):
        return shown
    return next((facet for facet in FACETS if in_force(reading.facts, Cell(aspect, facet, party), at)), "*")


def _asked(request: HttpRequest, reading: Reading) -> Cell:
    given = request.GET if request.method == "GET" else request.POST
    aspect, party = AspectKey(given.get("aspect", "")), PartyKey(given.get("party", ""))
    kind, _colon, key = party.partition(":")
    facts = reading.facts
    known: dict[str, Any] = {"person": facts.people, "unit": facts.units, "role": facts.roles, "body": facts.bodies}
    facet: Facet | None = next((each for each in ASSIGNABLE_FACETS if each == given.get("facet", "*")), None)
    if aspect not in facts.aspects or key not in known.get(kind, {}) or facet is None:
        raise Http404
    return Cell(aspect, facet, party)


def _draft_lines(person: Person) -> tuple[MatrixLine, ...]:
    draft = drafts.open_draft(person)
    return () if draft is None else drafts.lines_of(draft)


def _what_changed(
    reading: Reading, asked: Cell, request: HttpRequest, own: Letters, planned: Letters
) -> tuple[str, ...]:
    """What is otherwise than when the form was made, in words; nothing when it is as it was."""
    words = {"party": party_name(reading, asked.party), "aspect": reading.facts.aspects[asked.aspect].name}
    seen = letters_in(request.POST.get("seen", ""))
    told = [
        *(_("%(party)s is %(letter)s on “%(aspect)s” now.") % _named(words, new) for new in _in_order(own - seen)),
        *(
            _("%(party)s is not %(letter)s on “%(aspect)s” any more.") % _named(words, gone)
            for gone in _in_order(seen - own)
        ),
    ]
    if not told and planned != letters_in(request.POST.get("pending", "")):
        letters = [glyphs.letter_name(letter) for letter in _in_order(planned)]
        words["letters"] = say_list(letters) if letters else _("no letter")
        told.append(_("Your changes give %(party)s here: %(letters)s. They were changed in another window.") % words)
    return tuple(told)


def _who_took_it(reading: Reading, asked: Cell, request: HttpRequest, other: PartyKey | None) -> tuple[str, ...]:
    """Whose A would be taken, when it is another than the form said (G9): told before a line ends it."""
    if request.POST.get("other", other or "") == (other or ""):
        return ()
    words = {"aspect": reading.facts.aspects[asked.aspect].name}
    if other is None:
        return (_("Nobody answers for “%(aspect)s” now.") % words,)
    return (_("%(party)s answers for “%(aspect)s” now.") % (words | {"party": party_name(reading, other)}),)


def _named(words: dict[str, str], letter: Letter) -> dict[str, str]:
    return words | {"letter": glyphs.letter_name(letter)}


def _in_order(letters: Letters) -> list[Letter]:
    return [letter for letter in LETTERS if letter in letters]


def _refused(reading: Reading, person: Person, letter: Letter, asked: Cell, at: datetime) -> str:
    """Who can, when the person cannot (G13)."""
    if may_set(reading, person.key, letter, asked.aspect, asked.facet, at):
        return ""
    parent = reading.facts.aspects[asked.aspect].parent
    start = parent if letter == "A" else asked.aspect
    for above in () if start is None else reading.line(start):
        near = {holder.person for facet in FACETS for holder in who_may(reading, "assign", above, facet, at)}
        able = {key for key in near if may_set(reading, key, letter, asked.aspect, asked.facet, at)}
        if names := sorted(reading.facts.people[key].name for key in able):
            return _("%(names)s can set it.") % {"names": say_list(names, either=True, at_most=2)}
    return _("Only a decision of the guardian can set it.")


def _form(request: HttpRequest, reading: Reading, form: Editor, status: int = 200) -> HttpResponse:
    context = {"nav_key": "matrix", "editor": form, "facets": ("*", *FACETS)}
    template = "governance/_cell_form.html" if wants_part(request) else "governance/cell.html"
    return render(request, template, context, status=status)


def _collected(request: HttpRequest, person: Person, said: str) -> HttpResponse:
    """For htmx the bar, put where it belongs; else back to where the matrix was."""
    if not wants_part(request):
        toast(request, said)
        return redirect(asked_back(request, "back") or reverse("governance:matrix"))
    answer = bar_answer(request, person)
    answer.headers["HX-Reswap"] = "none"  # the form goes with its popover
    trigger_client_event(answer, CHANGED, {})
    return answer


def bar_answer(request: HttpRequest, person: Person) -> HttpResponse:
    """The bar as it is now, for swapping out of band."""
    context = {"bar": collecting.bar(drafts.open_draft(person)), "out_of_band": True}
    return render(request, "governance/_bar.html", context)
