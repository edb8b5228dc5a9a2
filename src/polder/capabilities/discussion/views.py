"""What the buttons of a talk do: each one act, then back to the thing."""

from datetime import datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from polder.base.parts import render_part, wants_part
from polder.base.toasts import toast
from polder.capabilities.discussion import enclosing, mentions, operations, queries, things
from polder.capabilities.discussion.models import Comment, Enclosure
from polder.governance import mandate
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of


@require_GET
def talk(request: HttpRequest, ref: str) -> HttpResponse:
    """`/talk/page:4/about/?before=12`: what was said; a part of the thing's page, or a page of its own."""
    before = request.GET.get("before", "")
    return _shown(request, ref, before=int(before) if _is_number(before) else None)


@require_POST
def say(request: HttpRequest, ref: str) -> HttpResponse:
    """`/talk/page:4/`: `text`, `files` and what they show, and `parent` for a reply."""
    person, at = asker_of(request), timezone.now()
    number = request.POST.get("parent", "")
    parent = get_object_or_404(Comment, pk=number) if _is_number(number) else None
    things.find(ref, person, at)  # before files are looked at for somebody who may not speak here
    files = enclosing.ready(request.FILES.getlist("files"))
    said, shows = request.POST.get("text", ""), request.POST.get("shows", "")
    comment = operations.say(ref, said, parent=parent, files=files, shows=shows, by=person, at=at)
    return _shown(request, ref, f"comment-{comment.pk}")


@require_GET
@cache_control(private=True, no_cache=True)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """`/talk/files/4/`: for who may read what it came with. Pictures, which we drew ourselves, are shown; the rest is saved."""
    row = get_object_or_404(Enclosure.objects.select_related("comment"), pk=pk)
    if not row.comment.shown:
        raise Http404
    things.find(row.comment.thing, asker_of(request), timezone.now())
    kind = "image/webp" if row.width else "application/octet-stream"
    return FileResponse(row.file.open(), as_attachment=not row.width, filename=row.name, content_type=kind)


@require_GET
def people(request: HttpRequest, ref: str) -> JsonResponse:
    """`/talk/page:4/people/?q=an`: whom one may mean, for static/discussion/js/mentions.js."""
    found = mentions.suggestions(
        ref, request.GET.get("q", "").replace("\x00", "")[:80], asker_of(request), timezone.now()
    )
    rows = [{"key": each.key, "name": each.name, "detail": each.unit.name if each.unit else ""} for each in found]
    return JsonResponse({"people": rows})


@require_POST
def react(request: HttpRequest, ref: str) -> HttpResponse:
    """`/talk/page:4/react/`: `sign`, and `comment` when it is about one."""
    person, at = asker_of(request), timezone.now()
    number = request.POST.get("comment", "")
    comment = get_object_or_404(Comment, pk=number) if _is_number(number) else None
    operations.react(ref, request.POST.get("sign", ""), comment=comment, by=person, at=at)
    return _shown(request, ref, f"comment-{comment.pk}" if comment else "talk")


@require_GET
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """`/talk/comments/12/more/`: what one may do about a comment; a part that is fetched when it is opened, or a page."""
    person, at = asker_of(request), timezone.now()
    comment = get_object_or_404(Comment.objects.select_related("author", "aspect"), pk=pk, taken_back_at=None)
    context = {
        "thing": things.find(comment.thing, person, at), "comment": comment, "mine": comment.author_id == person.pk,
        "moderates": mandate.may(person, "edit", comment.aspect, at=at).allowed, "nav_key": "pages",
    }  # fmt: skip
    return render_part(request, "discussion/_forms.html", context, page="discussion/more.html")


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/talk/comments/12/hide/`: `text` is the new wording, or the reason."""
    person, at = asker_of(request), timezone.now()
    comment = get_object_or_404(Comment, pk=pk)
    toast(request, _do(comment, verb, request.POST.get("text", ""), person, at))
    return _shown(request, comment.thing, f"comment-{comment.pk}")


def _shown(request: HttpRequest, ref: str, anchor: str = "", *, before: int | None = None) -> HttpResponse:
    """The talk as it is now: a part for htmx, after a plain form the page of the talk, or of a thing that shows it itself."""
    person, at = asker_of(request), timezone.now()
    thing = things.find(ref, person, at)
    panel = things.panel_of(ref)
    if panel is not None:
        if wants_part(request):
            return HttpResponse(panel(request, thing, at))
        earlier = f"?before={before}" if before is not None else ""
        return redirect(f"{thing.address}{earlier}{anchor and '#'}{anchor}")
    talk = queries.talk_about(ref, thing.aspect, person, at, before=before)
    context = {"thing": thing, "talk": talk, "at": at, "nav_key": "pages"}
    then = f"{reverse('discussion:talk', args=[ref])}#{anchor}"
    return render_part(request, "discussion/_talk.html", context, page="discussion/talk.html", then=then)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18


def _do(comment: Comment, verb: str, text: str, by: Person, at: datetime) -> str:
    match verb:
        case "change":
            operations.change(comment, text, by=by, at=at)
            return _("Changed")
        case "take-back":
            operations.take_back(comment, by=by, at=at)
            return _("Taken back")
        case "report":
            operations.report(comment, text, by=by, at=at)
            return _("Reported: those who keep this in order will look at it.")
        case "hide":
            operations.hide(comment, text, by=by, at=at)
            return _("Hidden")
        case "leave":
            operations.leave(comment, by=by, at=at)
            return _("It may stand.")
    raise Http404
