"""Wagtail's editor with our operations behind its buttons: what is saved is written (P1), and nothing else happens."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.views.pages.preview import PreviewOnCreateView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet

from polder.base.errors import PolderError
from polder.capabilities.publishing import beside, operations, templating
from polder.capabilities.publishing.errors import Invalid, Stale
from polder.capabilities.publishing.models import PageTemplate
from polder.capabilities.publishing.templating import Offer
from polder.ground.organisation.views.acting import asker_of

GO_ON = "action-go-on"


class WritingView(EditView):
    """The editor of a page. Saving asks the gate and begins or goes on with a change; no other action is known."""

    def get_template_names(self) -> list[str]:
        names: list[str] = super().get_template_names()
        return ["publishing/editing/edit.html"] if names == ["wagtailadmin/pages/edit.html"] else names

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | beside.beside(self.real_page_record, self.page, asker_of(self.request), timezone.now())

    @cached_property
    def action_name_and_method(self) -> tuple[str, Any]:
        return "save_version", self.save_action

    def save_action(self) -> HttpResponse:
        """What the form holds becomes the next version; a conflict is told, and the text stays in the window."""
        self.page = self.form.save(commit=False)
        names = [field.name for field in self.page._meta.get_fields() if field.name in self.form.fields]
        seen = self._seen()
        try:
            operations.edit(
                self.real_page_record,
                values={name: self._value(name) for name in names},
                by=asker_of(self.request),
                at=timezone.now(),
                seen=seen,
            )
        except Stale:
            return self._somebody_was_first()
        except PolderError as refused:
            messages.error(self.request, str(refused))
            self.has_unsaved_changes = True
            return self.render_to_response(self.get_context_data())
        number = self.real_page_record.revision_number + 1
        messages.success(
            self.request, _("Saved as version %(number)d. Readers see it when it is published.") % {"number": number}
        )
        return _onward(self.request, self.page.pk) or self.redirect_and_remain()

    def _value(self, name: str) -> Any:
        return [tag.name for tag in self.page.tags.all()] if name == "tags" else getattr(self.page, name)

    def _somebody_was_first(self) -> HttpResponse:
        """The window keeps what was written and begins anew from the other's version: saving once more is a choice."""
        newest = self.latest_revision
        words = {"name": newest.user or _("Somebody"), "number": self.real_page_record.revision_number}
        said = _(
            "%(name)s saved version %(number)d after you opened this. Your text is still here: look at theirs first; "
            "saving again puts yours in its place."
        )
        theirs = reverse("wagtailadmin_pages:revisions_compare", args=[self.page.pk, "earliest", "latest"])
        messages.warning(
            self.request,
            said % words,
            buttons=[messages.button(theirs, _("Look at theirs"), new_window=True)],
        )
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())

    def _seen(self) -> int:
        """The version that this window began from; Wagtail names its revision by number of row. Raises Invalid without."""
        loaded = self.request.POST.get("loaded_revision_id")
        if not loaded:
            raise Invalid(_("Nothing says which version you began from. Open the page again, and write there."))
        if loaded == str(self.real_page_record.latest_revision_id):
            return self.real_page_record.revision_number
        return self.real_page_record.revision_number - 1


class RestoringView(WritingView, RevisionsRevertView):
    """The editor with an older version in it: saving makes it the newest one, as any writing does."""


class BeginningView(CreateView):
    """The editor of a page that is not there yet."""

    template_name = "publishing/editing/begin.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """First the choice of what to begin with, where there is any; then the editor with it."""
        offers, asked = self._offered(), request.GET.get("from")
        if asked is None and offers:
            context = {"nav_key": "pages", "parent": self.parent_page, "rows": [Offer.of(one) for one in offers]}
            return render(request, "publishing/begin_with.html", context)
        if asked not in {None, "empty"}:
            self._fill(next((one for one in offers if str(one.pk) == asked), None))
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def _offered(self) -> list[PageTemplate]:
        kind = self.page_class._meta.label_lower
        if self.parent_page.aspect is not None:
            return templating.offered(self.parent_page.aspect, kind)
        return templating.offered_to(asker_of(self.request), kind, timezone.now())

    def _fill(self, template: PageTemplate | None) -> None:
        """Raises `Http404` for one that is not offered here."""
        if template is None:
            raise Http404
        field = self.page_class._meta.get_field("body")
        self.page.body = field.stream_block.to_python(templating.as_raw(template.body))
        if self.parent_page.aspect is None:
            self.page.aspect = template.aspect  # which the form then names, where the author may write there

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        address = reverse(
            "wagtailadmin_pages:add",
            args=[self.page_content_type.app_label, self.page_content_type.model, self.parent_page.pk],
        )
        aspect = self.form.aspect_so_far() if self.form.is_bound else self.parent_page.aspect
        return context | beside.before(aspect, asker_of(self.request), timezone.now()) | {"action_url": address}

    @cached_property
    def action_name_and_method(self) -> tuple[str, Any]:
        return "save_version", self.save_action

    def save_action(self) -> HttpResponse:
        """The page begins as a draft under the aspect that the form, or the page above it, names."""
        self.page = self.form.save(commit=False)
        try:
            operations.write(
                self.page,
                parent=self.parent_page,
                aspect=self.form.aspect_of_page(),
                by=asker_of(self.request),
                at=timezone.now(),
            )
        except PolderError as refused:
            messages.error(self.request, str(refused))
            self.has_unsaved_changes = True
            return self.render_to_response(self.get_context_data())
        messages.success(self.request, _("Saved as a draft. Nobody else is asked yet."))
        return _onward(self.request, self.page.pk) or self.redirect_and_remain()


class BeginningPreview(PreviewOnCreateView):
    """What a page that is not there yet would look like; once it is said what it is about, for else nobody decides."""

    def validate_form(self, form: Any) -> bool:
        """Also gives the page its aspect."""
        if not super().validate_form(form):
            return False
        form.instance.aspect = form.aspect_so_far()
        return form.instance.aspect is not None


class Filters(GenericPageFilterSet):
    """Wagtail's filters of the tree without the date, whose widget starts from an inline script."""

    latest_revision_created_at = None


class PagesViewSet(PageViewSet):
    """Every kind of page."""

    filterset_class = Filters
    add_view_class = BeginningView
    preview_on_add_view_class = BeginningPreview
    edit_view_class = WritingView
    revisions_revert_view_class = RestoringView


def _onward(request: Any, number: int) -> HttpResponse | None:
    return redirect(reverse("publishing:route", args=[number])) if GO_ON in request.POST else None
