"""Blocks that point at somebody or something of the organisation: shown as it is at the moment of reading."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from polder.base.validity import valid_at
from polder.ground.organisation.models import Holding, Person


class PersonBlock(blocks.ChooserBlock):
    """Kept as the person's number, which says nothing about them once they are forgotten."""

    @cached_property
    def target_model(self) -> type[Person]:
        return Person

    @cached_property
    def widget(self) -> Any:
        from polder.capabilities.publishing.wagtail.choosers import people

        return people.widget_class()

    class Meta:
        icon = "user"
        label = _("Colleague")


class AspectBlock(blocks.ChooserBlock):
    """An aspect of the matrix."""

    @cached_property
    def target_model(self) -> Any:
        from polder.governance.models import Aspect

        return Aspect

    @cached_property
    def widget(self) -> Any:
        from polder.capabilities.publishing.wagtail.choosers import aspects

        return aspects.widget_class()

    class Meta:
        icon = "folder-open-inverse"
        label = _("Aspect")


class People(blocks.StructBlock):
    """Whom one can ask: who has left disappears by themselves, with a quiet word that somebody did."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"), help_text=_("For instance: ask them."))
    people = blocks.ListBlock(PersonBlock(), label=_("Colleagues"))

    class Meta:
        icon = "group"
        label = _("Colleagues")
        template = "publishing/blocks/people.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Two queries. A reader who may not find somebody (a guest) does not see that they stand here."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        at = _moment(context)
        numbers = [person.pk for person in value["people"] if person is not None]
        found = {person.pk: person for person in _findable(context, at).filter(pk__in=numbers).select_related("unit")}
        roles: dict[int, list[str]] = {}
        for number, role in Holding.objects.filter(valid_at(at), person__in=found).values_list("person", "role__name"):
            roles.setdefault(number, []).append(role)
        shown = [found[number] for number in dict.fromkeys(numbers) if number in found]
        return context | {
            "shown": [(person, _place(person, roles.get(person.pk, []))) for person in shown],
            "somebody_left": any(not person.counts(at) for person in value["people"] if person is not None),
        }


class Decides(blocks.StructBlock):
    """Who decides about something else than this page, by name, as the matrix has it now."""

    aspect = AspectBlock()

    class Meta:
        icon = "folder-open-inverse"
        label = _("Who decides about")
        template = "publishing/blocks/decides.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """One query while the matrix stays as it is."""
        from polder.capabilities.publishing import readings
        from polder.governance import panels

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        aspect = value["aspect"]
        if aspect is not None:
            decided = panels.decides(aspect, _moment(context), reading=readings.around(aspect))
            context |= {"about": aspect, "decider": decided.deciders[0] if decided.deciders else None}
        return context


def _moment(context: dict[str, Any]) -> datetime:
    """That of the page around it; Wagtail's own previews have none."""
    at: datetime = context.get("at") or timezone.now()
    return at


def _findable(context: dict[str, Any], at: datetime) -> QuerySet[Person]:
    visit = getattr(context.get("request"), "visit", None)
    if visit is None or visit.person is None:
        return Person.objects.active(at)
    found: QuerySet[Person] = visit.people()
    return found


def _place(person: Person, roles: list[str]) -> str:
    """“Security officer, IT”."""
    return ", ".join([*sorted(roles), *([person.unit.name] if person.unit else [])])
