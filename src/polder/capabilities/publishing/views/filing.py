"""Files where one may write: what there is, where each is used, and taking it away from readers."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from polder.base.toasts import toast
from polder.capabilities.publishing import files, operations
from polder.capabilities.publishing.files import File
from polder.capabilities.publishing.models.pages import KEPT
from polder.governance import mandate
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 30


@require_GET
def index(request: HttpRequest, kind: str = "pictures") -> HttpResponse:
    """`/files/` and `/files/documents/`: on aspects where the asker may edit."""
    person, at = asker_of(request), timezone.now()
    wanted = str(request.GET.get("q", ""))[:200].replace("\0", "").strip()
    rows = files.kept_by(_model(kind), person, at, wanted=wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    used = files.used_on(list(page), person, at)
    context = {
        "nav_key": "pages", "kind": kind, "q": wanted, "page": page, "at": at,
        "listed": [(row, len(used.get(row.pk, ()))) for row in page],
    }  # fmt: skip
    return render(request, "publishing/files.html", context)


@require_GET
def file(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """`/files/pictures/4/`: for whoever may see drafts there; for others there is no such file."""
    person, at = asker_of(request), timezone.now()
    found = _file(request, kind, pk)
    powers = mandate.powers(person, found.aspect, at=at)
    used = files.used_on([found], person, at).get(found.pk, [])
    live = files.pages_with(found).filter(live=True).exists()
    context = {
        "nav_key": "pages", "kind": kind, "file": found, "at": at, "used": used,
        "may_edit": powers["edit"].allowed, "may_keep": powers["publish"].allowed,
        "may_bin": powers["publish" if live else "edit"].allowed,
    }  # fmt: skip
    return render(request, "publishing/file.html", context)


@require_GET
def binned(request: HttpRequest, kind: str = "pictures") -> HttpResponse:
    """`/bin/files/pictures/`: thrown away on aspects where the asker may edit."""
    mine = mandate.things_where(asker_of(request), "edit", at=timezone.now())
    rows = operations.in_file_bin(_model(kind)).filter(mine).select_related("aspect", "binned_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed = [(row, row.binned_at + KEPT) for row in page]
    context = {"nav_key": "pages", "kind": kind, "page": page, "listed": listed, "days": KEPT.days}
    return render(request, "publishing/file_bin.html", context)


@require_POST
def act(request: HttpRequest, kind: str, pk: int, verb: str) -> HttpResponse:
    """`/files/pictures/4/act/hide/`: one act."""
    run = _ACTS.get(verb)
    if run is None:
        raise Http404
    found = _file(request, kind, pk, binned=verb == "restore")
    said, onward = run(found, asker_of(request), timezone.now(), request.POST)
    toast(request, said)
    return redirect(onward, kind, pk) if onward == "publishing:file" else redirect(onward, kind)


def _model(kind: str) -> type[File]:
    found = files.KINDS.get(kind)
    if found is None:
        raise Http404
    return found


def _file(request: HttpRequest, kind: str, pk: int, *, binned: bool = False) -> Any:
    seen = mandate.things_where(asker_of(request), "view_draft", at=timezone.now())
    rows = _model(kind)._default_manager.filter(seen, binned_at__isnull=not binned)
    return get_object_or_404(rows.select_related("aspect", "uploaded_by_user"), pk=pk)


type Act = Callable[[Any, Person, datetime, QueryDict], tuple[str, str]]


def _hide(found: Any, by: Person, at: datetime, given: QueryDict) -> tuple[str, str]:
    operations.hide_file(found, reason=given.get("reason", "").replace("\0", ""), by=by, at=at)
    return _("Hidden for a day."), "publishing:file"


def _show(found: Any, by: Person, at: datetime, given: QueryDict) -> tuple[str, str]:
    operations.show_file(found, by=by, at=at)
    return _("Readers see it again."), "publishing:file"


def _bin(found: Any, by: Person, at: datetime, given: QueryDict) -> tuple[str, str]:
    operations.throw_file_away(found, by=by, at=at)
    return _("It is in the bin. It can be brought back for 93 days."), "publishing:file_bin"


def _restore(found: Any, by: Person, at: datetime, given: QueryDict) -> tuple[str, str]:
    operations.restore_file(found, by=by, at=at)
    return _("The file is back where it was shown."), "publishing:file_bin"


_ACTS: Mapping[str, Act] = {"hide": _hide, "show": _show, "bin": _bin, "restore": _restore}
