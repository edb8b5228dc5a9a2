"""Wagtail's own screens, as far as they are open: the tree, the editor, previews, versions, choosers, files.

Every other address of Wagtail keeps its name, for its templates link to some, and answers 404: what it manages (people,
groups, sites, collections, workflows, settings, reports, an API) is managed in Polder or not at all.
"""

from collections.abc import Callable
from functools import wraps
from json import JSONDecodeError
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.admin import urls as admin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from polder.capabilities.publishing.wagtail.knowing import require_known
from polder.capabilities.publishing.wagtail.tester import know_of
from polder.ground.organisation.models import Person

OPEN = frozenset(
    {
        "wagtailadmin_explore_root", "wagtailadmin_explore", "wagtailadmin_explore_results",
        "wagtailadmin_pages:add", "wagtailadmin_pages:add_subpage", "wagtailadmin_pages:edit",
        "wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:preview_on_edit", "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:search", "wagtailadmin_pages:search_results", "wagtailadmin_pages:choose_parent",
        "wagtailadmin_pages:revisions_view", "wagtailadmin_pages:revisions_revert",
        "wagtailadmin_pages:revisions_compare", "wagtailadmin_pages:history", "wagtailadmin_pages:history_results",
        "wagtailadmin_choose_page", "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_chosen_multiple", "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link", "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release", "wagtailadmin_block_preview",
        "wagtailadmin_javascript_catalog", "wagtailadmin_sprite", "wagtailadmin_dismissibles",
        "wagtailimages:index", "wagtailimages:index_results", "wagtailimages:add", "wagtailimages:edit",
        "wagtailimages:preview", "wagtailimages:generate_url", "wagtailimages:url_generator",
        "wagtaildocs:index", "wagtaildocs:index_results", "wagtaildocs:add", "wagtaildocs:edit",
        "polder_people:choose", "polder_people:choose_results", "polder_people:chosen",
        "polder_aspects:choose", "polder_aspects:choose_results", "polder_aspects:chosen",
        "polder_templates:add", "polder_templates:edit",
    }
)  # fmt: skip
FRAMED = frozenset(
    {"wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:preview_on_edit", "wagtailadmin_block_preview"}
)
OPEN_SPACES = ("wagtailimages_chooser:", "wagtaildocs_chooser:")


def is_open(name: str) -> bool:
    """May Wagtail answer at the address of this name?"""
    return name in OPEN or name.startswith(OPEN_SPACES)


def _closed_unless_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        match = request.resolver_match
        if match is None or not is_open(match.view_name):
            raise Http404
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        if request.user.is_authenticated and not match.view_name.startswith(OPEN_SPACES):
            require_known(request, match.kwargs)
        require_sound(request)
        given = _answered(view, request, *args, **kwargs)
        return _framed(given) if match.view_name in FRAMED else given

    return answer


def _answered(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Raises `BadRequest` for a form that lacks what each window of ours sends, or a text that cannot be read."""
    try:
        return _with_rights(view(request, *args, **kwargs), request)
    except (MultiValueDictKeyError, JSONDecodeError) as lacking:
        if request.method != "POST":
            raise
        raise BadRequest("This is no form of the editor.") from lacking


def _with_rights(answer: HttpResponse, request: HttpRequest) -> HttpResponse:
    """What may be done with each page of a list is asked for all of them, before the list is drawn row by row."""
    context = getattr(answer, "context_data", None) or {}
    if isinstance(request.user, Person) and (shown := context.get("page_obj")) is not None:
        know_of(request.user, {row.aspect_id for row in shown if getattr(row, "aspect_id", None)})
    return answer


def require_sound(request: HttpRequest) -> None:
    """Raises `BadRequest` for numbers of blocks that no window of ours sends: Wagtail reads and counts to them unlooked."""
    for name in request.POST:
        value = request.POST.get(name, "")
        if name.endswith(_COUNTED) and not (value.isascii() and value.isdecimal() and len(value) <= _DIGITS):
            raise BadRequest(f"{name} is no number of blocks.")


_COUNTED, _DIGITS = ("-count", "-order"), 4


def _framed(answer: HttpResponse) -> HttpResponse:
    """What the editor shows in a frame beside the text may stand in a frame of ours, and of nobody else."""
    policy = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}
    answer._csp_config = policy  # type: ignore[attr-defined]  # as Django's decorator csp_override
    if CSP.HEADER_ENFORCE in answer:  # a preview has gone through all middleware already
        del answer[CSP.HEADER_ENFORCE]
    return answer


urlpatterns = decorate_urlpatterns(list(admin_urls.urlpatterns), _closed_unless_open)
