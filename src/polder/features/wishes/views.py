"""Wishing, finding wishes, being behind them, answering. For guests there are none."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.errors import PolderError
from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.capabilities.publishing import readings
from polder.features.wishes import operations, queries
from polder.features.wishes.errors import Invalid
from polder.features.wishes.forms import RewordForm, WishForm
from polder.features.wishes.models import Wish
from polder.governance import panels
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import colleague_of

NAV = {"nav_key": "wishes"}
PER_PAGE = 30


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/wishes/?show=most&q=search&aspect=hr`: the newest first, the most wanted, those with an answer, one's own."""
    person, at = colleague_of(request), timezone.now()
    words, aspect = _given(request, "q"), _given(request, "aspect")
    show: queries.Show = next((each for each in queries.SHOWS if each == request.GET.get("show")), "new")
    found = queries.listed(person, at, show=show, words=words, aspect=aspect)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **NAV, "page": page, "q": words, "show": show, "aspect": aspect, "at": at,
        "aspects": queries.aspects_of(person, at), "mine": queries.supported_by(list(page), person),
    }  # fmt: skip
    return render_part(request, "wishes/index.html#found", context, page="wishes/index.html")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A form; near-equal wishes are shown while one types, or by its button. Posted, it is wished for."""
    person, at = colleague_of(request), timezone.now()
    known = {name: request.GET[name].replace("\x00", "") for name in ("title", "text", "aspect") if name in request.GET}
    form = WishForm(request.POST or None, initial=known)
    near_equal = queries.near_to(_typed(form["title"].value(), form["text"].value()), person, at)
    if request.method == "POST" and form.is_valid():
        aspect: Aspect | None = form.cleaned_data["aspect"] or next(iter(near_equal.aspects), None)
        if aspect is not None:
            title, text, language = form.cleaned_data["title"], form.cleaned_data["text"], (get_language() or "en")[:10]
            made = operations.wish(title, text, aspect=aspect, language=language, by=person, at=at)
            toast(request, _("Wished. You are told when there is an answer."))
            return redirect(made)
        form.add_error("aspect", _("Your words do not say what it is about. Choose it here."))
    context = {**NAV, "form": form, "near": near_equal, "looked": bool(known) or form.is_bound}
    return render(request, "wishes/form.html", context, status=422 if form.errors else 200)


@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """`/wishes/near/?title=...&text=...`: what is near-equal; a part of the form."""
    person, at = colleague_of(request), timezone.now()
    found = queries.near_to(_typed(request.GET.get("title"), request.GET.get("text")), person, at)
    return render(request, "wishes/_near.html", {"near": found, "looked": True})


@require_GET
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """`/wishes/4/`: the wish, who is behind it, what was answered and what it became."""
    person, at = colleague_of(request), timezone.now()
    row = _found(pk, person, at)
    page = queries.page_of(row, person, at)
    context = {
        **NAV, "wish": row, "page": page, "at": at,
        "near": queries.near_to(f"{row.title} {row.text}"[:1_000], person, at, but=row.pk),
        "decides": panels.decides(row.aspect, at, reading=readings.around(row.aspect)),
        "aspects": Aspect.objects.exclude(pk=row.aspect_id).order_by("name")[:500] if page.keeps else (),
    }  # fmt: skip
    return render(request, "wishes/wish.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """`/wishes/4/change/`: other words for one's own wish, while nobody answered."""
    person, at = colleague_of(request), timezone.now()
    row = _found(pk, person, at)
    if row.wisher_id != person.pk:
        raise Http404
    form = RewordForm(request.POST or None, initial={"title": row.title, "text": row.text, "seen": row.reworded})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.reword(row, **form.cleaned_data, by=person, at=at)
        except PolderError as refused:  # what was typed must not be lost
            form.add_error(None, str(refused))
            status = refused.status
        else:
            toast(request, _("Put in other words"))
            return redirect(row)
    status = 422 if form.errors and status == 200 else status
    return render(request, "wishes/change.html", {**NAV, "form": form, "wish": row}, status=status)


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/wishes/4/support/`: posted `answer` and `text`, `aspect`, `into` or `address`, `why`, as the verb needs."""
    person, at = colleague_of(request), timezone.now()
    row = _found(pk, person, at)
    toast(request, _done(request, row, verb, person, at))
    return redirect(row)


def _done(request: HttpRequest, row: Wish, verb: str, by: Person, at: datetime) -> str:
    match verb:
        case "support":
            operations.support(row, by=by, at=at)
            return _("You are behind it")
        case "withdraw":
            operations.withdraw(row, by=by, at=at)
            return _("You are not behind it any more")
        case "answer":
            seen = request.POST.get("seen", "")
            kind, text = request.POST.get("answer", ""), request.POST.get("text", "")
            operations.answer(row, kind, text, seen=_number(seen) if seen else None, by=by, at=at)
            return _("Answered: who is behind it is told.")
        case "merge":
            operations.merge(row, _other(request, by, at), by=by, at=at)
            return _("Who finds it is led to the other wish.")
        case "part":
            operations.part(row, by=by, at=at)
            return _("It is a wish of its own.")
        case "move":
            aspect = get_object_or_404(Aspect, key=request.POST.get("aspect", "").replace("\x00", ""))
            operations.move(row, aspect=aspect, by=by, at=at)
            return _("Moved to %(aspect)s") % {"aspect": aspect}
        case "take-down":
            operations.take_down(row, request.POST.get("why", ""), by=by, at=at)
            return _("Taken down: its wisher is told why.")
        case "put-back":
            operations.put_back(row, by=by, at=at)
            return _("Everybody sees it again.")
    raise Http404


def _found(pk: int, person: Person, at: datetime) -> Wish:
    row = queries.find(pk, person, at)
    if row is None:
        raise Http404
    return row


def _other(request: HttpRequest, person: Person, at: datetime) -> Wish:
    """Chosen from the list, or named by its address. Raises Invalid."""
    named = request.POST.get("address", "").strip().rstrip("/").rpartition("/")[2]
    number = _number(named) or _number(request.POST.get("into", ""))
    other = queries.find(number, person, at) if number else None
    if other is None:
        raise Invalid(_("Choose the wish that it is the same as, or give its address."))
    return other


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _typed(title: str | None, text: str | None) -> str:
    return f"{title or ''} {text or ''}"[:1_000]


def _given(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:200]
