"""The route of a change: where it is, what changes, who said what, and what one may do about it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from polder.base.errors import PolderError
from polder.base.returning import asked_back
from polder.base.sent_numbers import number_in
from polder.base.time import InvalidMoment, parse_day, parse_moment
from polder.base.toasts import toast
from polder.capabilities.publishing import (
    audiences,
    beside,
    choosing,
    operations,
    preview,
    queries,
    readiness,
    readings,
)
from polder.capabilities.publishing.errors import Invalid, Stale
from polder.capabilities.publishing.models import Advice, Change, Page
from polder.capabilities.publishing.party_forms import AskAlso
from polder.capabilities.publishing.views.bin import thrown_away
from polder.governance import mandate, panels
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.views.acting import asker_of

State = Change.State
_BEFORE_APPROVAL = frozenset({State.DRAFT, State.RETURNED, State.CONSULTING})


@require_GET
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """`/route/12/`: for whoever may see drafts there or is asked; for others there is no such page."""
    page = _page(request, pk)
    return render(request, "publishing/route.html", context(request, page, timezone.now()))


@require_GET
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """`/route/12/draft/`: the newest version as readers would see it, for whoever sees its route: advisers too (G11)."""
    newest = _page(request, pk).specific.get_latest_revision_as_object()
    shown: HttpResponse = newest.make_preview_request(request, newest.default_preview_mode)
    return shown


@require_GET
def under(request: HttpRequest, pk: int) -> HttpResponse:
    """`/route/under/7/`: of a page that one would write on that aspect; for who may not there is none."""
    person, at = asker_of(request), timezone.now()
    aspect = get_object_or_404(Aspect.objects.filter(mandate.things_where(person, "edit", at=at, aspect="pk")), pk=pk)
    return render(request, "publishing/editing/under.html", beside.before(aspect, person, at))


def context(request: HttpRequest, page: Page, at: datetime) -> dict[str, Any]:
    """What the route's templates take."""
    person = asker_of(request)
    change = preview.route_open(page)
    draft = page.specific.get_latest_revision_as_object()
    aspect = page.aspect
    if aspect is None:
        raise Http404
    live_text = page.specific.readable_text() if page.live else ""
    return {
        "nav_key": "pages",
        "page": page,
        "draft": draft,
        "change": change,
        "way": preview.way(page, change, at),
        "comparison": preview.compared(live_text, draft.readable_text()),
        "advice": preview.advice_of(change),
        "readiness": readiness.of(draft),
        "decides": panels.decides(aspect, at),
        "at": at,
        "next": reverse("publishing:route", args=[page.pk]),
        "back": reverse("publishing:route", args=[page.pk]),
        **choosing.context(page, person, at),
        "ask_form": AskAlso(asker=person, at=at),
        "verdicts": Advice.Verdict.choices,
        **_may(person, page, change, at),
    }


def _may(person: Person, page: Page, change: Change | None, at: datetime) -> dict[str, Any]:
    """Which acts to offer. What is offered is asked again when it is done (G19)."""
    aspect = page.aspect
    if aspect is None:
        return {}
    authors = [] if change is None else [author.person for author in change.authors.select_related("person")]
    edits = mandate.may(person, "edit", aspect, at=at).allowed
    waits = None if change is None else change.waiting.filter(person=person).first()
    answer = mandate.may(person, "publish", aspect, at=at, authors=authors)
    decides = answer.allowed or (waits is not None and waits.kind == "approve")
    state = None if change is None else change.state
    return {
        "may_edit": edits,
        "may_keep": mandate.may(person, "publish", aspect, at=at).allowed,
        "may_design": mandate.may(person, "edit", aspect, "design", at=at).allowed,
        "may_submit": edits and state in {State.DRAFT, State.RETURNED},
        "may_withdraw": edits and state in {State.CONSULTING, State.APPROVING, State.SCHEDULED},
        "may_advise": waits is not None and waits.kind == "consult",
        "may_approve": decides and state == State.APPROVING,
        "may_ask": decides or edits if state in _BEFORE_APPROVAL else decides and state == State.APPROVING,
        "may_see_draft": mandate.may(person, "view_draft", aspect, at=at).allowed,
        "may_answer": decides and state in {State.CONSULTING, State.APPROVING},
        "may_publish": answer.allowed and state in {State.DRAFT, State.RETURNED} and person in authors,
        "is_four_eyes": answer.code == "four_eyes",
        "acting_for": None
        if answer.acting_for_number is None
        else Person.objects.filter(pk=answer.acting_for_number).first(),
        "answer_code": answer.code,
    }


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/route/12/approve/`: one act, then back to where it was asked."""
    run = _ACTS.get(verb)
    if run is None:
        raise Http404
    page = _page(request, pk)
    try:
        said = run(page, asker_of(request), timezone.now(), request.POST)
    except PolderError as problem:
        problem.kept = request.POST.get("text", "") or request.POST.get("reason", "")
        raise
    toast(request, said)
    return redirect(asked_back(request) or reverse("publishing:route", args=[page.pk]))


def _page(request: HttpRequest, pk: int) -> Page:
    """Raises `Http404` for who may neither see drafts there nor is asked or must read it."""
    person, at = asker_of(request), timezone.now()
    page = get_object_or_404(
        Page.objects.select_related("aspect", "locale"), pk=pk, aspect__isnull=False, binned_at=None
    )
    aspect = page.aspect
    if aspect is not None and mandate.may(person, "view_draft", aspect, at=at).allowed:
        return page
    if queries.asked_about(page, person, at):
        return page
    raise Http404


type Given = QueryDict
type Act = Callable[[Page, Person, datetime, Given], str]


def _seen(given: Given) -> int | None:
    seen = str(given.get("seen", ""))
    return number_in(seen)


def _looked_at(given: Given) -> int:
    """The version that whoever decides had before them: no decision goes without. Raises Stale."""
    seen = _seen(given)
    if seen is None:
        raise Stale(_("Nothing says which version you looked at. Open the page again, and decide there."))
    return seen


def _submit(page: Page, by: Person, at: datetime, given: Given) -> str:
    change = operations.submit(page, by=by, at=at, minor=bool(given.get("minor")), seen=_seen(given))
    return _("Asked for advice.") if change.state == State.CONSULTING else _("Asked for approval.")


def _withdraw(page: Page, by: Person, at: datetime, given: Given) -> str:
    operations.withdraw(page, by=by, at=at)
    return _("Taken back: it is a draft again.")


def _advise(page: Page, by: Person, at: datetime, given: Given) -> str:
    operations.advise(page, verdict=given.get("verdict", ""), text=given.get("text", ""), by=by, at=at)
    return _("Your advice is given.")


def _ask(page: Page, by: Person, at: datetime, given: Given) -> str:
    form = AskAlso(given, asker=by, at=at)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
    operations.ask_also(page, party=form.party, by=by, at=at)
    return _("%(name)s is asked as well.") % {"name": form.party.name}


def _unask(page: Page, by: Person, at: datetime, given: Given) -> str:
    party = get_object_or_404(Party, ref=given.get("party", ""))
    operations.ask_no_longer(page, party=party, by=by, at=at)
    return _("%(name)s is asked no longer.") % {"name": party.name}


def _answer(page: Page, by: Person, at: datetime, given: Given) -> str:
    to = get_object_or_404(Person, key=given.get("to", ""))
    operations.answer(page, to=to, text=given.get("text", ""), by=by, at=at)
    return _("Answered.")


def _approve(page: Page, by: Person, at: datetime, given: Given) -> str:
    when = _moment(given.get("publish_at", ""))
    until = _moment(given.get("stays_until", ""))
    operations.approve(page, by=by, at=at, publish_at=when, stays_until=until, seen=_looked_at(given))
    return _("Approved and published.") if when is None else _("Approved: it appears at its moment.")


def _return(page: Page, by: Person, at: datetime, given: Given) -> str:
    operations.send_back(page, text=given.get("text", ""), by=by, at=at, seen=_looked_at(given))
    return _("Sent back.")


def _publish(page: Page, by: Person, at: datetime, given: Given) -> str:
    operations.publish(page, by=by, at=at, minor=bool(given.get("minor")), seen=_looked_at(given))
    return _("Published.")


def _claim(page: Page, by: Person, at: datetime, given: Given) -> str:
    operations.claim(page, by=by, at=at)
    return _("The others see that you are at it.")


def _unpublish(page: Page, by: Person, at: datetime, given: Given) -> str:
    operations.unpublish(page, by=by, at=at)
    return _("Readers do not see it any more.")


def _verify(page: Page, by: Person, at: datetime, given: Given) -> str:
    operations.verify(page, by=by, at=at)
    return _("Still right, from today.")


def _hide(page: Page, by: Person, at: datetime, given: Given) -> str:
    operations.hide(page, reason=given.get("reason", ""), by=by, at=at)
    return _("Hidden for a day.")


def _show(page: Page, by: Person, at: datetime, given: Given) -> str:
    operations.show_again(page, by=by, at=at)
    return _("Readers see it again.")


def _stay(page: Page, by: Person, at: datetime, given: Given) -> str:
    until = _moment(given.get("until", ""))
    operations.stay(page, until=until, by=by, at=at, seen=given.get("opened"))
    return _("It stays until somebody takes it down.") if until is None else _("Saved: it stays until then.")


def _aim(page: Page, by: Person, at: datetime, given: Given) -> str:
    aim = choosing.aim_chosen(given, "audience", at, audiences.aim_of(page.audience), by=by)
    operations.aim(
        page, parties=aim.parties, places=aim.places, languages=aim.languages, by=by, at=at, seen=given.get("opened")
    )
    return _("Saved: it is for whom you chose.")


def _bin(page: Page, by: Person, at: datetime, given: Given) -> str:
    return thrown_away(operations.throw_away(page, by=by, at=at))


def _require(page: Page, by: Person, at: datetime, given: Given) -> str:
    aim = choosing.aim_chosen(given, "audience", at, audiences.aim_of(page.audience), by=by)
    operations.require_reading(
        page, audience=aim.parties, places=aim.places, languages=aim.languages,
        before=_day_to_come(given.get("before", ""), at), by=by, at=at, seen=given.get("opened"),
    )  # fmt: skip
    return _("Everybody it is for is asked to read it.")


def _moment(written: str) -> datetime | None:
    if not written:
        return None
    try:
        return parse_moment(written, readings.calendar().zone)
    except InvalidMoment as wrong:
        raise Invalid(str(wrong)) from None


def _day_to_come(written: str, at: datetime) -> date | None:
    day = _day(written)
    if day is not None and day < readings.calendar().today(at):
        raise Invalid(_("That day has passed. Choose a day that is still to come."))
    return day


def _day(written: str) -> date | None:
    if not written:
        return None
    try:
        return parse_day(written)
    except InvalidMoment as wrong:
        raise Invalid(str(wrong)) from None


_ACTS: Mapping[str, Act] = {
    "submit": _submit, "withdraw": _withdraw, "advise": _advise, "ask": _ask, "unask": _unask, "answer": _answer, "approve": _approve,
    "return": _return, "publish": _publish, "claim": _claim, "unpublish": _unpublish, "verify": _verify,
    "hide": _hide, "show": _show, "stay": _stay, "aim": _aim, "bin": _bin, "require": _require,
}  # fmt: skip
