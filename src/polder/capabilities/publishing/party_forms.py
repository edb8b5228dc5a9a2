"""Choosing one party: a person by name, or a unit, role or body."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.publishing import choosing
from polder.ground.organisation.forms.fields import AsksAbout, PersonField
from polder.ground.organisation.models import Party


class AskAlso(AsksAbout):
    """Whom to ask about one change as well. Of a valid form `party` is who was chosen."""

    person = PersonField(label=gettext_lazy("Somebody by name"), required=False)
    ref = forms.ChoiceField(label=gettext_lazy("Or a unit, role or body"), required=False)
    party: Party

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(label, [(row.ref, row.name) for row in rows]) for label, rows in choosing.groups()]
        self.fields["ref"].choices = [("", _("Nobody of these")), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        person, ref = given.get("person"), given.get("ref")
        if not self.errors:
            if bool(person) == bool(ref):
                raise forms.ValidationError(_("Choose one: somebody by name, or a unit, role or body."))
            self.party = person.party if person else Party.objects.get(ref=ref)
        return given
