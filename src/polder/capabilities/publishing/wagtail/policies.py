"""Wagtail's permission policies, answered by the gate. Wagtail asks no moment: these ask the clock, operations do not.

    add, change           edit          on the aspect
    publish, lock         publish
    delete                publish when readers see it, else edit
    choose, view          view_draft, or the audience (P10)
What no matrix governs (groups, sites, collections, Wagtail's workflows) is closed to everybody: the organisation, its
parties and its routes are managed where Polder keeps them.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Min, Model, Q, QuerySet
from django.utils import timezone
from wagtail.permission_policies import BasePermissionPolicy

from polder.capabilities.publishing import tree
from polder.capabilities.publishing.models import Page
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

POWER_FOR = {
    "add": "edit",
    "change": "edit",
    "delete": "edit",
    "bulk_delete": "publish",
    "publish": "publish",
    "lock": "publish",
    "unlock": "publish",
    "choose": "view_draft",
    "view": "view_draft",
}


def powers_for(actions: Iterable[str]) -> set[str]:
    """The powers of G11 that any of Wagtail's actions asks for; unknown actions ask for none and are refused."""
    return {POWER_FOR[action] for action in actions if action in POWER_FOR}


class ByAspect(BasePermissionPolicy):
    """For things with a column `aspect`: each of Wagtail's actions is a power of the matrix on that aspect."""

    facet = "content"

    def user_has_any_permission(self, user: Person, actions: Iterable[str]) -> bool:
        return _is_somebody(user) and any(_aspects(user, power, self.facet).exists() for power in powers_for(actions))

    def user_has_permission(self, user: Person, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission_for_instance(self, user: Person, actions: Iterable[str], instance: Any) -> bool:
        if not _is_somebody(user) or instance.aspect_id is None:
            return False
        at = timezone.now()
        answers = mandate.powers(user, instance.aspect, self.facet, at=at)
        return any(answers[power].allowed for power in self._powers(actions, instance))

    def user_has_permission_for_instance(self, user: Person, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def instances_user_has_any_permission_for(self, user: Person, actions: Iterable[str]) -> QuerySet[Any]:
        things: QuerySet[Any] = self.model._default_manager.all()
        if not _is_somebody(user):
            return things.none()
        found = Q(pk__in=[])
        for power in powers_for(actions):
            found |= Q(aspect__in=_aspects(user, power, self.facet).values("pk"))
        return things.filter(found)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Person]:
        """Wagtail asks this to offer names in filters only: everyone who has written may be chosen there."""
        return Person.objects.none()

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[Person]:
        if instance.aspect_id is None:
            return Person.objects.none()
        at = timezone.now()
        able = {
            one.person.pk
            for power in self._powers(actions, instance)
            for one in mandate.who_may(power, instance.aspect, self.facet, at=at)
        }
        return Person.objects.filter(pk__in=able)

    def _powers(self, actions: Iterable[str], instance: Any) -> set[str]:
        return powers_for(actions)


class Pages(ByAspect):
    """Pages: what readers see is deleted by who may publish; the tree shows a person their part of it."""

    def _powers(self, actions: Iterable[str], instance: Any) -> set[str]:
        wanted = set(actions)
        powers = powers_for(wanted - {"delete"})
        if "delete" in wanted:
            powers.add("publish" if instance.live else "edit")
        return powers

    def explorable_root_instance(self, user: Person) -> Page | None:
        """Where somebody's part of the tree begins; kept with the request's person, as Wagtail's own does."""
        kept = "_explorable_root_page_cache"
        if not hasattr(user, kept):
            found = None
            if self.user_has_any_permission(user, ["change", "publish"]):
                found = self._begins(user)
            setattr(user, kept, found)
        return getattr(user, kept)

    def _begins(self, user: Person) -> Page | None:
        """The part in which all lies that they may write, else the front page: above it there is nothing for anybody."""
        mine = self.instances_user_has_any_permission_for(user, ["change", "publish"]).filter(binned_at=None)
        ends = mine.aggregate(first=Min("path"), last=Max("path"))
        first, last = ((ends[name] or "")[: tree.PART_DEPTH * Page.steplen] for name in ("first", "last"))
        found: Page | None = Page.objects.filter(path=first, depth=tree.PART_DEPTH).first() if first == last else None
        return found or tree.front_page()

    def explorable_instances(self, user: Person) -> QuerySet[Page]:
        """What somebody may write or publish, and the way there. Two queries."""
        mine = self.instances_user_has_any_permission_for(user, ["change", "publish"])
        above = {path[:end] for path in mine.values_list("path", flat=True) for end in range(4, len(path), 4)}
        return Page.objects.filter(Q(pk__in=mine.values("pk")) | Q(path__in=above), binned_at=None)

    def instances_with_direct_explore_permission(self, user: Person) -> QuerySet[Page]:
        return self.instances_user_has_any_permission_for(user, ["change", "publish"])


class Designs(ByAspect):
    """Templates of pages: of the facet design (M13). Nobody deletes one: an operation retires it."""

    facet = "design"

    def user_has_any_permission_for_instance(self, user: Person, actions: Iterable[str], instance: Any) -> bool:
        return super().user_has_any_permission_for_instance(user, set(actions) - {"delete"}, instance)


class Closed(BasePermissionPolicy):
    """Nobody, never."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return False

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return False

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return False

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        return False

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        return self.model._default_manager.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Person]:
        return Person.objects.none()

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model) -> QuerySet[Person]:
        return Person.objects.none()

    # Collections are asked in these words as well.
    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        from wagtail.models import Collection

        return Collection.objects.none()

    def collections_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        return self.collections_user_has_any_permission_for(user, [action])


class Files(ByAspect):
    """Images and documents. All lie in one collection: what parts them is their aspect and audience.

    What is in the bin is not there; Wagtail's own deleting, which cannot be undone, is nobody's (`operations/filing`).
    """

    def user_has_any_permission_for_instance(self, user: Person, actions: Iterable[str], instance: Any) -> bool:
        if instance.binned_at is not None:
            return False
        return super().user_has_any_permission_for_instance(user, set(actions) - {"delete"}, instance)

    def instances_user_has_any_permission_for(self, user: Person, actions: Iterable[str]) -> QuerySet[Any]:
        return super().instances_user_has_any_permission_for(user, set(actions) - {"delete"}).filter(binned_at=None)

    def collections_user_has_any_permission_for(self, user: Person, actions: Iterable[str]) -> QuerySet[Any]:
        from wagtail.models import Collection

        everything = Collection.objects.filter(depth=1)
        return everything if self.user_has_any_permission(user, actions) else everything.none()

    def collections_user_has_permission_for(self, user: Person, action: str) -> QuerySet[Any]:
        return self.collections_user_has_any_permission_for(user, [action])


def _aspects(user: Person, power: str, facet: str) -> QuerySet[Aspect]:
    return Aspect.objects.filter(mandate.things_where(user, power, facet, at=timezone.now(), aspect="pk"))


def _is_somebody(user: Any) -> bool:
    return isinstance(user, Person) and user.is_authenticated
