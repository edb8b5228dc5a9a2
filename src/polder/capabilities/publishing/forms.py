"""The form of a page: under which aspect a new one falls, where the page above does not say so."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel

from polder.capabilities.publishing import addresses, links
from polder.governance import mandate
from polder.governance.models import Aspect

# Beside the title, on each kind of page that has this form.
UNDER = FieldPanel("under")


class KnowsItsLinks:
    """For a form with a text: what an author may not know of is not named in it. What stood there already may stay."""

    instance: Any
    fields: dict[str, Any]

    def _remember_links(self) -> None:
        named = [links.named_in(field, getattr(self.instance, field.name)) for field in self._with_links()]
        self._named_before: set[links.Named] = set().union(*named)

    def _refuse_links(self, cleaned: dict[str, Any], person: Any) -> None:
        for field in self._with_links():
            new = links.named_in(field, cleaned.get(field.name)) - self._named_before if field.name in cleaned else ()
            wrong = links.not_known(new, person) if new else set()
            if wrong:
                links.keep_unnamed(wrong)
                self.add_error(  # type: ignore[attr-defined]  # of the form
                    field.name,
                    ValidationError(
                        _(
                            "Something in this leads to a page or a file that is not there for you. Choose another, or take it away."
                        )
                    ),
                )

    def _with_links(self) -> list[Any]:
        return [
            field
            for field in self.instance._meta.concrete_fields
            if links.may_name(field) and field.name in self.fields
        ]


class PageForm(KnowsItsLinks, WagtailAdminPageForm):
    """For whoever writes: only aspects that they may write under are offered; the operation asks the gate again."""

    under = forms.ModelChoiceField(
        queryset=Aspect.objects.none(),
        required=False,
        label=_("Aspect"),
        help_text=_("Who answers for the page, who is asked and who is told follows from its aspect."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._remember_links()
        if "slug" in self.fields:
            self.fields["slug"].required = False  # nobody has to think of an address
        above = getattr(self.parent_page, "aspect", None)
        if self.instance.pk or above is not None:
            del self.fields["under"]
            return
        may = mandate.things_where(self.for_user, "edit", at=timezone.now(), aspect="pk")
        self.fields["under"].queryset = Aspect.objects.filter(may).order_by("path")
        self.fields["under"].required = True
        if self.instance.aspect_id and not self.is_bound:  # of the template that the author began with
            self.initial["under"] = self.instance.aspect_id

    def clean_slug(self) -> str:
        """The address that was chosen; for a new page a free one that follows from its title."""
        chosen: str = self.cleaned_data.get("slug") or ""
        base = slugify(str(self.cleaned_data.get("title", "")))[:200] or "page"
        if self.instance.pk or chosen not in {"", base}:
            return chosen or self.instance.slug
        return addresses.first_free(self.parent_page, base)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "under" in self.fields and not cleaned.get("under"):
            self.add_error("under", ValidationError(_("Choose the aspect that the page belongs to.")))
        self._refuse_links(cleaned, self.for_user)
        return cleaned

    def aspect_of_page(self) -> Aspect:
        """Of a new page whose form is filled in: the one chosen, else that of the page above it."""
        found = self.aspect_so_far()
        if found is None:
            raise ValueError("Nobody has chosen an aspect; the form is not valid.")
        return found

    def aspect_so_far(self) -> Aspect | None:
        """The same of a form that may not be filled in yet."""
        chosen: Aspect | None = self.cleaned_data.get("under")
        return chosen or self.parent_page.aspect
