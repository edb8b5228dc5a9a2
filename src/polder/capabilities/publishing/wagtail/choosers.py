"""Choosing a colleague or an aspect for a block: the same small window as Wagtail's other choosers, by name."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from polder.base.sent_numbers import number_in
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from polder.ground.organisation.queries.directory import people_found
from polder.ground.organisation.views.acting import asker_of


class _ByName(BaseFilterForm):
    q = forms.CharField(label=_("Name"), required=False)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        words = str(self.cleaned_data.get("q") or "").split()
        self.is_searching, self.search_query = bool(words), " ".join(words)
        for word in words[:8]:
            objects = objects.filter(name__icontains=word)
        return objects


class _People:
    """Whom the author may find, of those who are here now."""

    filter_form_class = _ByName
    request: Any

    @cached_property
    def columns(self) -> list[Column]:
        return [self.title_column, Column("unit", label=_("Unit"), accessor="unit")]  # type: ignore[attr-defined]  # of the view

    def get_object_list(self) -> QuerySet[Person]:
        return people_found(asker_of(self.request), "", at=timezone.now())

    def get_object(self, pk: str) -> Person:
        """Raises `Http404` for somebody whom the author may not find."""
        found = self.get_object_list().filter(pk=number_in(pk) or 0).first()
        if found is None:
            raise Http404
        return found


class _Aspects:
    filter_form_class = _ByName

    def get_object_list(self) -> QuerySet[Aspect]:
        return Aspect.objects.order_by("name", "key")


class _ChoosePerson(_People, ChooseView):
    """All of them, page by page."""


class _PersonResults(_People, ChooseResultsView):
    """What was searched for."""


class _ChosenPerson(_People, ChosenView):
    """The one."""


class _ChooseAspect(_Aspects, ChooseView):
    """All of them, page by page."""


class _AspectResults(_Aspects, ChooseResultsView):
    """What was searched for."""


class PersonChooser(ChooserViewSet):
    model = Person
    register_widget = False
    icon = "user"
    per_page = 20
    choose_one_text = _("Choose a colleague")
    choose_another_text = _("Choose another colleague")
    choose_view_class = _ChoosePerson
    choose_results_view_class = _PersonResults
    chosen_view_class = _ChosenPerson


class AspectChooser(ChooserViewSet):
    model = Aspect
    register_widget = False
    icon = "folder-open-inverse"
    per_page = 20
    choose_one_text = _("Choose an aspect")
    choose_another_text = _("Choose another aspect")
    choose_view_class = _ChooseAspect
    choose_results_view_class = _AspectResults


people = PersonChooser("polder_people", url_prefix="choose/people")
aspects = AspectChooser("polder_aspects", url_prefix="choose/aspects")
