"""The page: what every published thing is (WAGTAIL_PAGE_MODEL), with the columns that the matrix and the clocks ask.

`aspect` and `audience` stand in the page table itself, one index each, so that no list needs a join to be trimmed.
Moments that count are columns of ours: Wagtail's own are set from the wall clock and are not asked for anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractPage, DefaultBasePageMixin
from wagtail.models.pages import AbstractPageMeta

from polder.capabilities.publishing.errors import OutsideTheRoute
from polder.capabilities.publishing.models.audiences import Audience
from polder.capabilities.publishing.wagtail.tags import TagWidget
from polder.governance.models import Aspect

part_names: dict[str, Any] = {}
"""By slug, what a part of the tree is called where an author meets it; its feature says so (`tree.call`)."""

_FRONT = 2  # depth of the front page
_by_operation: ContextVar[bool] = ContextVar("by_operation", default=False)


@contextmanager
def as_operation() -> Iterator[None]:
    """What happens inside is part of an operation that asked the gate."""
    token = _by_operation.set(True)
    try:
        yield
    finally:
        _by_operation.reset(token)


def _require_operation() -> None:
    if not _by_operation.get():
        raise OutsideTheRoute(_("Pages are published and taken down by their route only."))


# What belongs to the page and not to one version of its text: publishing an older revision does not bring it back.
OF_THE_PAGE = (
    "aspect",
    "audience",
    "verified_on",
    "verified_by",
    "review_on",
    "gone_on",
    "remind_on",
    "expires_at",
    "published_on",
    "published_by",
    "revision_number",
    "hidden_until",
    "hidden_because",
    "shown_again_at",
    "binned_at",
    "binned_by",
    "menu_place",
    "off_menu",
    "translated_from",
    "followed_on",
)


KEPT: Final = timedelta(days=93)  # as long as something thrown away lies in the bin


class Page(AbstractPage, DefaultBasePageMixin):
    """Something published under an aspect. Only the root of the tree and the front page may be without one."""

    aspect = models.ForeignKey(
        Aspect, on_delete=models.PROTECT, null=True, editable=False, related_name="pages", verbose_name=_("aspect")
    )
    audience = models.ForeignKey(
        Audience, on_delete=models.PROTECT, null=True, editable=False, related_name="pages", verbose_name=_("audience")
    )
    revision_number = models.PositiveIntegerField(default=0, editable=False)
    verified_on = models.DateField(null=True, editable=False, db_index=True, verbose_name=_("last verified"))
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    review_on = models.DateField(null=True, editable=False, db_index=True)  # P8; follows from verified_on
    gone_on = models.DateField(null=True, editable=False, db_index=True)  # when the clock unpublishes it, if it does
    remind_on = models.DateField(null=True, editable=False, db_index=True)  # the next step of P8 to tell of
    expires_at = models.DateTimeField(null=True, editable=False, db_index=True, verbose_name=_("stays until"))
    published_on = models.DateTimeField(null=True, editable=False, db_index=True, verbose_name=_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    hidden_until = models.DateTimeField(null=True, editable=False)  # P9
    hidden_because = models.TextField(default="", blank=True, editable=False)
    shown_again_at = models.DateTimeField(null=True, editable=False)  # when somebody who may publish found it right
    binned_at = models.DateTimeField(null=True, editable=False, db_index=True)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    translated_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="translated_to"
    )
    followed_on = models.DateTimeField(
        null=True, editable=False
    )  # when it said the same as what it was translated from

    tags = ClusterTaggableManager(
        through="publishing.PageTag", blank=True, verbose_name=_("tags"),
        help_text=_("Words under which readers find it, also beside pages of other aspects."),
    )  # fmt: skip

    # M13: where it stands among its neighbours (none said: by title, behind those that were placed), and whether at all.
    menu_place = models.PositiveIntegerField(null=True, editable=False)
    off_menu = models.BooleanField(default=False, editable=False)

    begins_in = ""  # the part in which an author begins one; "" for what is begun in another way

    search_fields = AbstractPage.search_fields + DefaultBasePageMixin.search_fields
    promote_panels = [
        FieldPanel(
            "slug",
            heading=_("Address"),
            help_text=_("The last part of the page's address, in small letters. Left empty it follows from the title."),
        ),
        FieldPanel("tags", widget=TagWidget),
    ]
    settings_panels: list[Any] = []  # when something appears and goes is said on its route, in our own columns

    class Meta(AbstractPageMeta):
        # `unowned_thing` (governance.md 8) cannot be: only root, front page and the parts of features are nobody's.
        constraints = [
            models.CheckConstraint(name="a_page_has_an_aspect", condition=Q(aspect__isnull=False) | Q(depth__lte=3))
        ]

    of_the_page: tuple[str, ...] = OF_THE_PAGE
    """Also what a kind of page has of this sort."""

    def with_content_json(self, content: dict[str, Any]) -> "Page":
        """The page as a revision has it; what belongs to the page itself stays as it is now."""
        page = super().with_content_json(content)
        for name in self.of_the_page:
            attribute = self._meta.get_field(name).attname
            setattr(page, attribute, getattr(self, attribute))
        return page

    def get_admin_display_title(self) -> str:
        """Where an author meets it; what belongs to nobody is called by what lies under it, in the author's language."""
        if self.aspect_id is None and self.depth == _FRONT:
            return str(_("All pages"))
        if self.aspect_id is None and self.slug in part_names:
            return str(part_names[self.slug])
        return str(super().get_admin_display_title())

    def permissions_for_user(self, user: Any) -> Any:
        """Wagtail's questions about this page, answered by the gate."""
        from polder.capabilities.publishing.wagtail.tester import ByMandate

        return ByMandate(user, self)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Only an operation shows a page to readers (P1-P7). Raises `OutsideTheRoute` for whatever else tries."""
        _require_operation()
        return super().publish(revision, *args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Only an operation takes a page from readers. Raises `OutsideTheRoute` for whatever else tries."""
        _require_operation()
        return super().unpublish(*args, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """What can be chosen beside the text while it is written: whose eyes."""
        return [("", _("As you see it")), ("everyone", _("Everyone who works here")), ("guest", _("A guest"))]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """As the reader whom the mode names would see it; nothing can be done in it."""
        from polder.capabilities.publishing.imagining import Reader
        from polder.capabilities.publishing.views import as_reader

        if mode_name in {"everyone", "guest"}:
            return as_reader.shown(request, self, Reader(guest=mode_name == "guest"))
        return super().serve_preview(request, mode_name)

    def require_place_for(self, aspect: Aspect) -> None:
        """Raises Invalid where a page of this kind cannot fall under the aspect."""

    def readable_text(self) -> str:
        """All words of the page in reading order, without marks: for search, quality and rehearsals."""
        return ""
