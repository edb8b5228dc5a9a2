"""Asking, finding and settling questions. For guests there are none."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.capabilities.discussion import enclosing
from polder.capabilities.discussion.models import Comment
from polder.capabilities.discussion.things import Thing
from polder.capabilities.publishing import readings, tree
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.queries import visit_of
from polder.features.knowledge import operations, wording
from polder.features.knowledge.errors import Invalid
from polder.features.knowledge.forms import AskForm, RewordForm
from polder.features.knowledge.models import Article, Question
from polder.features.knowledge.queries import near as nearness
from polder.features.knowledge.queries import questions
from polder.features.knowledge.telling.questions import thing_of
from polder.features.knowledge.views.articles import NAV, PER_PAGE, given
from polder.governance import panels
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of, colleague_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/knowledge/questions/?q=leave&show=open&aspect=hr`: the newest first."""
    person, at = colleague_of(request), timezone.now()
    words, aspect = given(request, "q"), given(request, "aspect")
    show: questions.Show = next((each for each in questions.SHOWS if each == request.GET.get("show")), "all")
    found = questions.asked(person, at, show=show, words=words, aspect=aspect)
    context = {
        **NAV, "tab": "questions", "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "q": words,
        "show": show, "aspect": aspect, "aspects": questions.aspects_of(person, at), "at": at,
    }  # fmt: skip
    return render_part(request, "knowledge/questions.html#found", context, page="knowledge/questions.html")


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A form; what is near it is shown while one types, or by its button. Posted, the question is asked."""
    person, at = colleague_of(request), timezone.now()
    known = {name: request.GET[name] for name in ("title", "text", "aspect") if name in request.GET}
    given = request.POST or known
    close = nearness.near_to(f"{given.get('title', '')} {given.get('text', '')}"[:1_000], visit_of(request))
    form = AskForm(request.POST or None, initial=known, said=bool(close.aspects))
    if request.method == "POST" and form.is_valid():
        aspect: Aspect = form.cleaned_data["aspect"] or close.aspects[0]
        title, text = form.cleaned_data["title"], form.cleaned_data["text"]
        language = (get_language() or "en")[:10]
        files, shows = enclosing.ready(request.FILES.getlist("files")), request.POST.get("shows", "")
        asked = operations.ask(
            title, text, aspect=aspect, language=language, files=files, shows=shows, by=person, at=at
        )  # fmt: skip
        toast(request, _("Asked. You are told when there is an answer."))
        return redirect(asked)
    context = {**NAV, "form": form, "near": close, "looked": bool(known)}
    return render(request, "knowledge/ask.html", context, status=422 if form.errors else 200)


@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """`/knowledge/questions/near/?title=...&text=...`: what may answer it already; a part of the form."""
    colleague_of(request)
    text = f"{request.GET.get('title', '')} {request.GET.get('text', '')}"[:1_000]
    return render(request, "knowledge/_near.html", {"near": nearness.near_to(text, visit_of(request)), "looked": True})


@require_GET
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """`/knowledge/questions/4/?before=12`: the question and its answers."""
    person, at = colleague_of(request), timezone.now()
    row = _found(pk, person, at)
    return render(request, "knowledge/question.html", _page(request, row, at))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for one's own question."""
    person, at = colleague_of(request), timezone.now()
    row = _found(pk, person, at)
    if row.asker_id != person.pk or row.opening is None:
        raise Http404
    title, text = wording.parts_of(row.opening.text)
    form = RewordForm(request.POST or None, initial={"title": title, "text": text})
    if request.method == "POST" and form.is_valid():
        operations.reword(row, **form.cleaned_data, by=person, at=at)
        toast(request, _("Changed"))
        return redirect(row)
    context = {**NAV, "form": form, "question": row}
    return render(request, "knowledge/question_change.html", context, status=422 if form.errors else 200)


@require_POST
def settle(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/knowledge/questions/4/accept/`: posted `answer`, `aspect` or `into`, as the verb needs."""
    person, at = colleague_of(request), timezone.now()
    row = _found(pk, person, at)
    if verb == "write-up":
        article = operations.write_up(row, parent=tree.part("knowledge"), by=person, at=at)
        toast(request, _("A draft is begun. Readers see it when it is published."))
        return redirect("wagtailadmin_pages:edit", article.pk)
    toast(request, _settled(request, row, verb, person, at))
    return redirect(row)


def _settled(request: HttpRequest, row: Question, verb: str, by: Person, at: datetime) -> str:
    match verb:
        case "accept":
            operations.accept(row, _answer(request), by=by, at=at)
            return _("Accepted")
        case "reopen":
            operations.reopen(row, by=by, at=at)
            return _("Open again")
        case "verify":
            vouched = operations.verify(row, _answer(request), by=by, at=at).verified_id is not None
            return _("Verified") if vouched else _("No longer verified")
        case "move":
            aspect = get_object_or_404(Aspect, key=wording.one_line(request.POST.get("aspect", "")))
            operations.move(row, aspect=aspect, by=by, at=at)
            return _("Moved to %(aspect)s") % {"aspect": aspect}
        case "merge":
            operations.merge(row, _other(request), by=by, at=at)
            return _("Who finds it is led to the other question.")
        case "part":
            operations.part(row, by=by, at=at)
            return _("It stands on its own.")
    raise Http404


def panel(request: HttpRequest, thing: Thing, at: datetime) -> str:
    """The talk about a question, as its page shows it."""
    person = asker_of(request)
    row = _found(int(thing.ref.partition(":")[2]), person, at)
    return render_to_string("knowledge/_answers.html", _talk(request, row, at), request)


def _page(request: HttpRequest, row: Question, at: datetime) -> dict[str, Any]:
    """What `knowledge/question.html` takes."""
    visit = visit_of(request)
    articles = Article.objects.filter(readable(visit.person, at), pk=row.article_id) if row.article_id else ()
    context = _talk(request, row, at)
    keeps = context["answers"].may_keep
    return {
        **NAV, **context,
        "article": next(iter(articles), None),
        "near": nearness.near_to(row.title, visit, but=row.pk),
        "decides": panels.decides(row.aspect, at, reading=readings.around(row.aspect)),
        "aspects": Aspect.objects.exclude(pk=row.aspect_id).order_by("name")[:500] if keeps else (),
    }  # fmt: skip


def _talk(request: HttpRequest, row: Question, at: datetime) -> dict[str, Any]:
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None
    answers = questions.answers_of(row, asker_of(request), at, before=number)
    if answers is None:
        raise Http404
    return {"question": row, "thing": thing_of(row), "answers": answers, "talk": answers.talk, "at": at}


def _found(pk: int, person: Person, at: datetime) -> Question:
    row = questions.find(pk, person, at)
    if row is None:
        raise Http404
    return row


def _answer(request: HttpRequest) -> Comment:
    return get_object_or_404(Comment, pk=_number(request.POST.get("answer", "")))


def _other(request: HttpRequest) -> Question:
    """Chosen from the list, or named by its address. Raises Invalid."""
    named = request.POST.get("address", "").strip().rstrip("/").rpartition("/")[2]
    number = _number(named) or _number(request.POST.get("into", ""))
    other = questions.find(number, asker_of(request), timezone.now()) if number else None
    if other is None:
        raise Invalid(_("Choose the question that was asked before, or give its address."))
    return other


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
