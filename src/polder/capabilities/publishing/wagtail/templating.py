"""Writing a template of pages in the same editor as a page; what is saved goes through our operations."""

from functools import cache
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views.generic.models import CreateView, EditView
from wagtail.admin.viewsets.base import ViewSet

from polder.base.errors import PolderError
from polder.capabilities.publishing import operations, templating
from polder.capabilities.publishing.forms import KnowsItsLinks
from polder.capabilities.publishing.models import Page, PageTemplate
from polder.capabilities.publishing.wagtail.knowing import known
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.views.acting import asker_of


class TemplateForm(KnowsItsLinks, WagtailAdminModelForm):
    """`seen` is the version that the window began from."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of page"), choices=lambda: _kinds())
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.number
        self._remember_links()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._refuse_links(cleaned, self.for_user)
        return cleaned

    def values(self) -> dict[str, Any]:
        """What an operation takes."""
        return {name: self.cleaned_data[name] for name in ("name", "purpose", "kind", "body")}


def _kinds() -> list[tuple[str, str]]:
    return [(label, templating.kind_name(label)) for label in templating.kinds()]


@cache
def _panels() -> Any:
    fields = [FieldPanel(name) for name in ("name", "purpose", "kind", "body", "seen")]
    return ObjectList(fields, base_form_class=TemplateForm).bind_to_model(PageTemplate)


class _Writing:
    """What both views share. The gate is asked by the operation, and before that for who may look."""

    model = PageTemplate
    template_name = "publishing/editing/template.html"
    permission_required = None
    request: Any

    def get_panel(self) -> Any:
        return _panels()

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return []

    def form_valid(self, form: TemplateForm) -> HttpResponse:
        """A refusal is told, and the text stays in the window."""
        self.form = form
        try:
            kept = self.keep(form)  # type: ignore[attr-defined]  # of the view
        except PolderError as refused:
            messages.error(self.request, str(refused))
            self.has_unsaved_changes = True
            return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]  # of the view
        messages.success(self.request, _("Saved: authors begin with it from now on."))
        return redirect(kept)


class NewTemplate(_Writing, CreateView):
    """`/edit/templates/new/7/?page=12`: under an aspect, empty or as that page is now."""

    page_title = gettext_lazy("New template")

    @cached_property
    def aspect(self) -> Aspect:
        """Raises `Http404` for who does not write there; `Refused`, which names who can, for who has no design."""
        person, at = asker_of(self.request), timezone.now()
        found = get_object_or_404(Aspect.objects.filter(templating.known(person, at)), pk=self.kwargs["aspect"])
        if not mandate.may(person, "edit", found, "design", at=at).allowed:
            raise mandate.refusal(person, "edit", found, "design", at=at)
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.aspect is not None  # noqa: S101  # asks, also before a form is shown
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_initial_form_instance(self) -> PageTemplate:
        made = PageTemplate(aspect=self.aspect, changed_at=timezone.now())
        page = self._example()
        if page is not None:
            made.kind, made.name = page._meta.label_lower, page.title[:80]
            made.body = PageTemplate._meta.get_field("body").stream_block.to_python(templating.as_raw(page.body))
        return made

    def _example(self) -> Any:
        """Its newest version for who sees its drafts, what readers get for others. Raises `Http404`."""
        asked = str(self.request.GET.get("page", ""))
        if not asked or self.request.method == "POST":
            return None
        person, at = asker_of(self.request), timezone.now()
        rows = Page.objects.filter(known(person, at), aspect__isnull=False, binned_at=None)
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
        page = get_object_or_404(rows.select_related("aspect"), pk=number)
        if page._meta.model is Page:
            page = page.specific
        if page._meta.label_lower not in templating.kinds() or page.aspect is None:
            raise Http404
        drafts = mandate.may(person, "view_draft", page.aspect, at=at).allowed
        return page.get_latest_revision_as_object() if drafts else page

    def keep(self, form: TemplateForm) -> PageTemplate:
        return operations.make_template(self.aspect, **form.values(), by=asker_of(self.request), at=timezone.now())

    def get_add_url(self) -> str:
        return reverse("polder_templates:add", args=[self.aspect.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"aspect": self.aspect, "back": reverse("publishing:templates", args=[self.aspect.pk])}


class ChangeTemplate(_Writing, EditView):
    """`/edit/templates/3/`."""

    def get_object(self, queryset: Any = None) -> PageTemplate:
        """Raises `Http404` for who may not look at it; `Refused` for who has no design there."""
        person, at = asker_of(self.request), timezone.now()
        rows = PageTemplate.objects.filter(retired_at=None).select_related("aspect")
        found = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not templating.may_see(found, person, at):
            raise Http404
        if not mandate.may(person, "edit", found.aspect, "design", at=at).allowed:
            raise mandate.refusal(person, "edit", found.aspect, "design", at=at)
        return found

    def keep(self, form: TemplateForm) -> PageTemplate:
        return operations.change_template(
            self.object, values=form.values(), by=asker_of(self.request), at=timezone.now(), seen=form.cleaned_data["seen"]
        )  # fmt: skip

    def get_edit_url(self) -> str:
        return reverse("polder_templates:edit", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"aspect": self.object.aspect, "back": self.object.get_absolute_url()}


class Templates(ViewSet):
    """Two addresses; the list of them is ours."""

    name = "polder_templates"
    url_prefix = "templates"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("new/<int:aspect>/", never_cache(NewTemplate.as_view()), name="add"),
            path("<int:pk>/", never_cache(ChangeTemplate.as_view()), name="edit"),
        ]


templates = Templates()
