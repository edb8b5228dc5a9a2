"""What Wagtail asks about one page. Publishing goes by the route, never by Wagtail's own button: those answers are no."""

from collections.abc import Collection
from typing import Any, Final

from django.utils import timezone
from wagtail.models.pages import PagePermissionTester

from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


class ByMandate(PagePermissionTester):
    """Every question of Wagtail's tester, answered by the gate."""

    def __init__(self, user: Any, page: Any) -> None:
        self.user = user
        self.page = page
        self.page_is_root = page.depth == 1
        self._answers: dict[str, bool] | None = None
        # Wagtail reads this set in a few places; it holds its own words for what the gate says.
        self.permissions = {word for word, power in (("add", "edit"), ("change", "edit")) if self._may(power)}

    def _may(self, power: str) -> bool:
        if self._answers is None:
            self._answers = {}
            if isinstance(self.user, Person) and self.user.is_authenticated and self.page.aspect_id is not None:
                self._answers = _kept(self.user, self.page)
        return self._answers.get(power, False)

    def _may_begin_somewhere(self) -> bool:
        """Under the front page begins what belongs to any aspect; which one, the form asks, and the operation checks."""
        if not isinstance(self.user, Person) or not self.user.is_authenticated:
            return False
        asked = mandate.things_where(self.user, "edit", at=timezone.now(), aspect="pk")
        return Aspect.objects.filter(asked).exists()

    def can_add_subpage(self) -> bool:
        kinds = self.page.specific_class.creatable_subpage_models() if self.page.specific_class else []
        if self.page_is_root or not any(kind.can_create_at(self.page) for kind in kinds):
            return False
        return self._may_begin_somewhere() if self.page.aspect_id is None else self._may("edit")

    def can_edit(self) -> bool:
        return not self.page_is_root and self._may("edit")

    def can_view_revisions(self) -> bool:
        return not self.page_is_root and self._may("view_draft")

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Things go to the bin by an operation of ours; Wagtail's own deleting cannot be undone."""
        return False

    def can_move(self) -> bool:
        return not self.page_is_root and self._may("publish" if self.page.live else "edit")

    def can_move_to(self, destination: Any) -> bool:
        if self.page == destination or destination.is_descendant_of(self.page) or not self.can_move():
            return False
        if not self.page.is_child_of(destination) and not self.page.specific.can_move_to(destination):
            return False
        there = ByMandate(self.user, destination)
        return there._may("publish" if self.page.live else "edit") if destination.aspect_id else there.can_add_subpage()

    def can_copy(self) -> bool:
        return self.can_edit()

    def can_copy_to(self, destination: Any, recursive: bool = False) -> bool:
        if not self.can_copy() or (recursive and (self.page == destination or destination.is_descendant_of(self.page))):
            return False
        return (
            self.page.specific_class.can_create_at(destination) and ByMandate(self.user, destination).can_add_subpage()
        )

    def can_reorder_children(self) -> bool:
        """M13: the order of a menu is design."""
        if self.page.aspect_id is None or not isinstance(self.user, Person) or not self.user.is_authenticated:
            return False
        return _kept(self.user, self.page, "design")["edit"]

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return False


def know_of(user: Person, aspects: Collection[int]) -> None:
    """Asks for the rows of a list in one go what `_kept` asks of each: a query for each power, however many aspects."""
    answers, at = _answers_of(user), timezone.now()
    for facet, powers in _ASKED.items():
        unknown = {aspect for aspect in aspects if (aspect, facet) not in answers}
        for power in powers if unknown else ():
            asked = mandate.things_where(user, power, facet, at=at, aspect="pk")
            allowed = set(Aspect.objects.filter(asked, pk__in=unknown).values_list("pk", flat=True))
            for aspect in unknown:
                answers.setdefault((aspect, facet), {})[power] = aspect in allowed


_ASKED: Final = {"content": ("view_draft", "edit", "publish"), "design": ("edit",)}


def _answers_of(user: Person) -> dict[tuple[int, str], dict[str, bool]]:
    answers: dict[tuple[int, str], dict[str, bool]] = user.__dict__.setdefault("_powers_of_aspects", {})
    return answers


def _kept(user: Person, page: Any, facet: str = "content") -> dict[str, bool]:
    """What the gate says of a facet of the page's aspect; asked once in a request, for lists ask it of every row again and again.

    It lives with the request's own person, so the next request asks anew; whoever acts asks the gate itself (G19).
    """
    answers = _answers_of(user)
    key = (page.aspect_id, facet)
    if key not in answers:
        found = mandate.powers(user, page.aspect, facet, at=timezone.now())
        answers[key] = {name: answer.allowed for name, answer in found.items()}
    return answers[key]
