"""Forms of a space: under which aspect it opens, a task, a hand-over."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from polder.capabilities.spaces import membership
from polder.capabilities.spaces.models import Space, Task
from polder.governance.models import Aspect
from polder.ground.organisation.forms.fields import PersonField
from polder.ground.organisation.models import Person

LISTED = 100  # members to choose from; of more, one types a name

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OpenForm(forms.Form):
    """Under which aspect."""

    aspect = forms.ModelChoiceField(
        Aspect.objects.none(), label=_("It falls under"), to_field_name="key", empty_label=None,
        help_text=_("Whoever answers for it is the steward of the space."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, aspects: QuerySet[Aspect], usual: Aspect | None) -> None:
        super().__init__(data, initial={"aspect": usual.key if usual else None})
        self.fields["aspect"].queryset = aspects  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    """What is to be done, by whom, by when. `version` is what the form was filled with, `once` its own sign."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Who"), to_field_name="key")
    due = forms.DateField(label=_("By which day"), widget=_DAY, required=False)
    text = forms.CharField(
        label=_("What helps to know"), required=False, max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea"}),
    )  # fmt: skip
    once = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, space: Space, asker: Person, at: datetime, task: Task | None = None,
        known: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        if task is not None:
            initial = {"title": task.title, "owner": task.owner, "due": task.due, "text": task.text}
            initial["version"] = task.version
        else:
            initial = {"owner": asker, "once": str(uuid4()), **(known or {})}
        super().__init__(data, initial=initial)
        self._offer_members(space, asker, at, task)
        del self.fields["once" if task is not None else "version"]

    def _offer_members(self, space: Space, asker: Person, at: datetime, task: Task | None) -> None:
        people = membership.members(space.party, at).order_by("name", "pk")
        if people.count() > LISTED:
            field = PersonField(label=self.fields["owner"].label)
            field.asker, field.at = asker, at
            self.fields["owner"] = field
            return
        if task is not None:  # who owns it stays to be chosen, member or not
            people = people | Person.objects.filter(pk=task.owner_id)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        owner = self.initial.get("owner")
        self.initial["owner"] = owner.key if owner is not None else None


class HandoverForm(forms.Form):
    """Under which aspect everything falls from now on, and who goes on with what is open."""

    aspect = forms.ModelChoiceField(
        Aspect.objects.order_by("name", "key"), label=_("From now on it falls under"), to_field_name="key"
    )
    person = PersonField(
        label=_("Who goes on with what is open"), help_text=_("Somebody who does the work there, or answers for it.")
    )

    def __init__(self, data: Any = None, *, space: Space, asker: Person, at: datetime) -> None:
        super().__init__(data, initial={"aspect": space.aspect.key})
        field = self.fields["person"]
        field.asker, field.at = asker, at  # type: ignore[attr-defined]
