"""Newsletters: getting one or not, reading what came out, keeping one, and looking at it as somebody else gets it."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.toasts import toast
from polder.capabilities.publishing import choosing
from polder.capabilities.publishing.audiences import Aim, aim_of
from polder.features.news import operations
from polder.features.news.forms import NewsletterForm, PreviewForm
from polder.features.news.models import Issue
from polder.features.news.operations import Terms
from polder.features.news.queries import letters
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

A_PAGE = 20


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/news/letters/`: those that are for who asks, and those they keep."""
    person, at = asker_of(request), timezone.now()
    context = {
        "nav_key": "news", "letters": list(letters.newsletters(person, at)),
        "may_begin": Aspect.objects.filter(mandate.things_where(person, "publish", at=at, aspect="pk")).exists(),
    }  # fmt: skip
    return render(request, "news/newsletters.html", context)


@require_GET
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """`/news/letters/weekly/`: what it is, whether one gets it, and the issues in which something is for who asks."""
    person, at = asker_of(request), timezone.now()
    letter = _letter(person, slug, at)
    page = Paginator(letters.issues_for(person, letter, at), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav_key": "news", "letter": letter, "page": page, "channels": list(letter.channels.select_related("aspect")),
        "parties": choosing.names_of(aim_of(letter.audience)),
        "preview_form": PreviewForm(asker=person, at=at) if letter.keeps else None,
    }  # fmt: skip
    return render(request, "news/newsletter.html", context)


@require_GET
def issue(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """`/news/letters/weekly/4/`: what was in it for who asks; when nothing was, there is no such issue."""
    person, at = asker_of(request), timezone.now()
    letter = _letter(person, slug, at)
    row = get_object_or_404(Issue.objects.filter(newsletter=letter), number=number)
    items = letters.items_for(person, letters.items_of(row), at, get_language() or "")
    if not items:
        raise Http404
    return render(request, "news/issue.html", {"nav_key": "news", "letter": letter, "issue": row, "items": items})


@require_GET
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """`/news/letters/weekly/preview/?person=kim`: the next issue as that person would get it now.

    For its keepers. They see of it what they may read themselves: nobody learns by a preview what is not for them.
    """
    person, at = asker_of(request), timezone.now()
    letter = _letter(person, slug, at)
    if not letter.keeps:
        raise mandate.refusal(person, "publish", letter.aspect, at=at)
    form = PreviewForm(request.GET or None, asker=person, at=at)
    context: dict[str, Any] = {"nav_key": "news", "letter": letter, "preview_form": form, "at": at}
    if form.is_valid():
        whom: Person = form.cleaned_data["person"]
        fresh = letters.new_items(letter, at)
        items = letters.items_for(whom, fresh, at, whom.language or get_language() or "")
        context |= {"whom": whom, "items": letters.may_both_read(items, person, at)}
        context["gets_it"] = whom.pk in letters.readers_of_items(letter, items, at)
    return render(request, "news/issue_preview.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`/news/letters/new/`: for who may publish anywhere."""
    person, at = asker_of(request), timezone.now()
    may = mandate.things_where(person, "publish", at=at, aspect="pk")
    form = NewsletterForm(request.POST or None, at=at, aspects=Aspect.objects.filter(may).order_by("name"))
    if request.method == "POST" and form.is_valid():
        made = operations.begin_newsletter(
            form.cleaned_data["aspect"], _terms(request, form, Aim(), at), by=person, at=at
        )
        toast(request, _("Begun: the first issue comes out when there is something new."))
        return redirect(made)
    status = 422 if form.errors else 200
    return render(
        request, "news/newsletter_form.html", {"nav_key": "news", "form": form, "letter": None}, status=status
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """`/news/letters/weekly/settings/`: for its keepers; others are told who they are."""
    person, at = asker_of(request), timezone.now()
    letter = _letter(person, slug, at)
    if not letter.keeps:
        raise mandate.refusal(person, "publish", letter.aspect, at=at)
    form = NewsletterForm(request.POST or None, at=at, letter=letter)
    opened, status = request.POST.get("opened") or operations.terms_as_opened(letter), 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        terms = _terms(request, form, aim_of(letter.audience), at)
        try:
            operations.change_newsletter(letter, terms, by=person, at=at, seen=opened)
        except operations.Stale as stale:
            form.add_error(None, str(stale))
            opened, status = operations.terms_as_opened(letter), stale.status
        else:
            toast(request, _("Saved"))
            return redirect(letter)
    context = {"nav_key": "news", "form": form, "letter": letter, "opened": opened}
    return render(request, "news/newsletter_form.html", context, status=status)


@require_POST
def act(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """`/news/letters/weekly/do/want/`: get it, or not any more; bring an issue out now; stop it."""
    person, at = asker_of(request), timezone.now()
    letter = _letter(person, slug, at)
    if verb in {"want", "decline"}:
        operations.choose_newsletter(letter, wants=verb == "want", by=person, at=at)
        toast(request, _("You get it from now on.") if verb == "want" else _("You do not get it any more."))
    elif verb == "bring-out":
        made = operations.bring_out(letter, by=person, at=at)
        words = ngettext("Out, to %(n)d person.", "Out, to %(n)d people.", made.reached) if made else ""
        toast(request, words % {"n": made.reached} if made else _("There is nothing new to send."))
    elif verb == "stop":
        operations.stop_newsletter(letter, by=person, at=at)
        toast(request, _("Stopped. What came out stays to be read."))
    else:
        raise Http404
    return redirect(letter)


def _letter(person: Person, slug: str, at: datetime) -> Any:
    """With `wanted` and `keeps`. Raises `Http404` for whom it is not."""
    return get_object_or_404(letters.newsletters(person, at).select_related("audience"), slug=slug)


def _terms(request: HttpRequest, form: NewsletterForm, was: Aim, at: datetime) -> Terms:
    given = form.cleaned_data
    return Terms(
        name=given["name"], channels=list(given["channels"]), about=given["about"], by_default=given["by_default"],
        audience=choosing.aim_chosen(request.POST, "audience", at, was), rhythm=given["rhythm"], weekday=given["weekday"],
        hour=given["hour"],
    )  # fmt: skip
