"""Files of a space: listed, added, one with its history, handed out, the bin."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.toasts import toast
from polder.capabilities.publishing.models.pages import KEPT
from polder.capabilities.publishing.views.handing_out import handed_out
from polder.capabilities.spaces import membership, operations
from polder.capabilities.spaces.models import File, Version
from polder.capabilities.spaces.operations.files import ready
from polder.capabilities.spaces.queries import files
from polder.capabilities.spaces.views.common import context_of, found, text_of
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 50
_WITH_SPACE = ("current__by", "space__aspect", "space__party__unit", "space__party__body", "space__closed_by")


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, party: str) -> HttpResponse:
    """`/spaces/unit/it/files/?q=plan`; posted `files` are added."""
    person, at = asker_of(request), timezone.now()
    space = found(party, person, at)
    if request.method == "POST":
        membership.require_open(space, at)  # before files are looked at for somebody who may not add them
        once = "".join(c for c in request.POST.get("once", "") if c.isalnum() or c == "-")[:36]
        added = operations.add_files(space, ready(request.FILES.getlist("files")), once=once, by=person, at=at)
        if added:
            toast(request, ngettext("%(n)d file added", "%(n)d files added", len(added)) % {"n": len(added)})
        return redirect("spaces:files", party)
    words = text_of(request, "q")
    page = Paginator(files.of_space(space, words), PER_PAGE).get_page(request.GET.get("page"))
    context = context_of(space, person, at, "files") | {"page": page, "q": words, "once": str(uuid4())}
    return render(request, "spaces/files.html", context)


@require_GET
def thrown_away(request: HttpRequest, party: str) -> HttpResponse:
    """`/spaces/unit/it/files/bin/`: what can be brought back."""
    person, at = asker_of(request), timezone.now()
    space = found(party, person, at)
    page = Paginator(files.in_bin(space), PER_PAGE).get_page(request.GET.get("page"))
    listed = [(row, row.binned_at + KEPT) for row in page if row.binned_at is not None]
    context = context_of(space, person, at, "files") | {"page": page, "listed": listed, "days": KEPT.days}
    return render(request, "spaces/file_bin.html", context)


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """`/spaces/files/12/`: a file and all that it was."""
    person, at = asker_of(request), timezone.now()
    row = _found(pk, person, at)
    versions = Paginator(row.versions.select_related("by"), PER_PAGE).get_page(request.GET.get("page"))
    context = context_of(row.space, person, at, "files") | {"file": row, "page": versions}
    return render(request, "spaces/file.html", context)


@require_GET
@cache_control(private=True, no_cache=True)
def version(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """`/spaces/files/12/versions/3/`: as it came, for who may see the space now."""
    row = _found(pk, asker_of(request), timezone.now())
    wanted = get_object_or_404(Version, file=row, number=number)
    return handed_out(request, wanted.stored, wanted.name)


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/spaces/files/12/renew/`: one act, then back to the file."""
    run = _ACTS.get(verb)
    if run is None:
        raise Http404
    person, at = asker_of(request), timezone.now()
    row = _found(pk, person, at, binned=verb == "back")
    said = run(row, request, person, at)
    if verb == "bin":
        toast(request, said, undo=reverse("spaces:file_act", args=[row.pk, "back"]))
        return redirect("spaces:files", row.space.party.ref)
    toast(request, said)
    return redirect(row)


def _found(pk: int, person: Person, at: datetime, *, binned: bool = False) -> File:
    rows = files.visible_to(person, at).filter(binned_at__isnull=not binned)
    return get_object_or_404(rows.select_related(*_WITH_SPACE), pk=pk)


def _renew(row: File, request: HttpRequest, by: Person, at: datetime) -> str:
    membership.require_open(row.space, at)
    made = operations.add_version(row, ready(request.FILES.getlist("files")[:1])[0], by=by, at=at)
    return _("This is version %(number)d.") % {"number": made.number}


def _restore(row: File, request: HttpRequest, by: Person, at: datetime) -> str:
    number = request.POST.get("number", "")
    known = number.isascii() and number.isdecimal() and len(number) < 10
    old = get_object_or_404(Version, file=row, number=int(number) if known else 0)
    made = operations.restore_version(old, by=by, at=at)
    words = {"old": old.number, "number": made.number}
    return _("Version %(old)d is back, as version %(number)d.") % words


def _rename(row: File, request: HttpRequest, by: Person, at: datetime) -> str:
    operations.rename_file(row, request.POST.get("title", ""), by=by, at=at)
    return _("Saved")


def _bin(row: File, request: HttpRequest, by: Person, at: datetime) -> str:
    operations.throw_file_away(row, by=by, at=at)
    return _("It is in the bin. It can be brought back for 93 days.")


def _back(row: File, request: HttpRequest, by: Person, at: datetime) -> str:
    operations.bring_file_back(row, by=by, at=at)
    return _("The file is back, with every version.")


_ACTS: Mapping[str, Callable[[File, HttpRequest, Person, datetime], str]] = {
    "renew": _renew, "restore": _restore, "rename": _rename, "bin": _bin, "back": _back,
}  # fmt: skip
