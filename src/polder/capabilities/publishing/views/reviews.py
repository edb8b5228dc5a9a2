"""“Still right?” of many pages at once: for whoever may edit them."""

from datetime import date, datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from polder.base.errors import PolderError
from polder.base.returning import asked_back
from polder.base.toasts import toast
from polder.capabilities.publishing import operations, readings, reviewing
from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.route import clocks
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

PER_PAGE: Final = 50
_AT_ONCE: Final = 200
WHEN: Final = {
    "": gettext_lazy("To be looked at now"),
    "late": gettext_lazy("Late"),
    "stale": gettext_lazy("Readers are warned"),
    "all": gettext_lazy("All pages"),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/reviews/?aspect=leave&when=late`: live pages that the asker may edit, the longest due first. Eight queries."""
    return _shown(request, asker_of(request), timezone.now(), request.GET)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Each of the chosen by itself: one that is refused is told, and the others are verified all the same."""
    person, at = asker_of(request), timezone.now()
    numbers = [
        int(number)
        for number in request.POST.getlist("page")
        if number.isascii() and number.isdigit() and len(number) < 18
    ]
    if not numbers:
        raise Invalid(_("Choose the pages that are still right, then press the button."))
    verified, refused = 0, []
    for page in Page.objects.filter(pk__in=numbers[:_AT_ONCE]).filter(_theirs(person, at)).order_by("pk"):
        try:
            operations.verify(page, by=person, at=at)
            verified += 1
        except PolderError as problem:  # the others go on; this one is told
            refused.append(_("%(title)s: %(why)s") % {"title": page.title, "why": problem})
    gone = len(set(numbers[:_AT_ONCE])) - verified - len(refused)
    if gone:
        refused.append(
            ngettext(
                "%(n)d page is not yours to verify any more.", "%(n)d pages are not yours to verify any more.", gone
            )
            % {"n": gone}
        )
    if verified:
        toast(
            request, ngettext("%(n)d page is still right.", "%(n)d pages are still right.", verified) % {"n": verified}
        )
    if refused:
        return _shown(request, person, timezone.now(), request.POST, refused)
    return redirect(asked_back(request) or reverse("publishing:reviews"))


def _shown(
    request: HttpRequest, person: Person, at: datetime, asked: QueryDict, refused: list[str] | None = None
) -> HttpResponse:
    today = readings.calendar().today(at)
    when, wanted = asked.get("when", ""), asked.get("aspect", "")
    mine = Page.objects.filter(_theirs(person, at))
    aspects = Aspect.objects.filter(pk__in=mine.values("aspect")).order_by("path")
    aspect = Aspect.objects.filter(key=wanted).first() if wanted else None
    found = mine.filter(_when(when, today))
    if aspect is not None:
        found = found.filter(aspect__path__startswith=aspect.path)
    rows: QuerySet[Page] = found.select_related("aspect", "locale", "verified_by").order_by("review_on", "pk")
    page = Paginator(rows, PER_PAGE).get_page(asked.get("page") if request.method == "GET" else None)
    context: dict[str, Any] = {
        "nav_key": "pages", "page": page, "aspects": aspects, "aspect": aspect, "when": when, "whens": WHEN.items(),
        "listed": [(row, _standing(row, today)) for row in page], "refused": refused or [],
        "here": request.get_full_path() if request.method == "GET" else reverse("publishing:reviews"),
    }  # fmt: skip
    return render(request, "publishing/reviews.html", context, status=409 if refused else 200)


def _theirs(person: Person, at: datetime) -> Q:
    return Q(live=True, binned_at=None, review_on__isnull=False) & mandate.things_where(person, "edit", at=at)


def _when(when: str, today: date) -> Q:
    if when == "all":
        return Q()
    if when == "late":
        return Q(review_on__lt=today)
    if when == "stale":
        return Q(review_on__lte=today - clocks.STALE)
    return reviewing.due(today)


def _standing(page: Page, today: date) -> str:
    """stale, late, due or later: what its mark says."""
    if page.review_on is None or page.review_on + clocks.AHEAD > today:
        return "later"
    if reviewing.is_stale(page, today):
        return "stale"
    return "late" if page.review_on < today else "due"
