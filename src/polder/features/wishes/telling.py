"""What wishes register at start: sentences for their events, tasks, notices, what they can become."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Kind, Words
from polder.capabilities.notifications.tasks import Task
from polder.features.wishes import operations, queries, reactions
from polder.features.wishes.models import Step, Wish
from polder.governance import becoming, mandate
from polder.governance.becoming import Given, Origin
from polder.ground.ledger import rounds, subjects, words
from polder.ground.organisation import removing
from polder.ground.organisation.models import Person

_SENTENCES = {
    "made": gettext_lazy("%(who)s wished: %(thing)s."),
    "reworded": gettext_lazy("%(who)s put the wish %(thing)s in other words."),
    "answered": gettext_lazy("%(who)s answered the wish %(thing)s."),
    "taken_over": gettext_lazy("%(who)s took over the wish %(thing)s."),
    "turned": gettext_lazy("What the wish %(thing)s became, came a step further."),
    "merged": gettext_lazy("%(who)s found that the wish %(thing)s is the same as %(into)s."),
    "parted": gettext_lazy("%(who)s found that the wish %(thing)s stands on its own."),
    "moved": gettext_lazy("%(who)s moved the wish %(thing)s to %(aspect)s."),
    "taken_down": gettext_lazy("%(who)s took down the wish %(thing)s."),
    "put_back": gettext_lazy("%(who)s put back the wish %(thing)s."),
}
_PRIVATE = {
    "supported": gettext_lazy("%(who)s wants %(thing)s too."),
    "withdrawn": gettext_lazy("%(who)s is no longer behind the wish %(thing)s."),
}


def register() -> None:
    """Called once, in `ready()`."""
    removing.count("wishes.wish", ngettext_lazy("%(n)d wish", "%(n)d wishes", "n"))
    gone, unseen = gettext_lazy("a wish that was removed"), gettext_lazy("a wish")
    subjects.register("wish", subjects.of_model("wishes.Wish"), gone=gone, seen=queries.seen_by, unseen=unseen)
    for verb, sentence in _SENTENCES.items():
        words.register(f"wish.{verb}", sentence)
    for verb, sentence in _PRIVATE.items():
        words.register(f"wish.{verb}", sentence, private=True)
    tasks.register("wishes", tasks.Source(kinds={"wish": gettext_lazy("Answer a wish")}, for_person=_waiting))
    notices.register_kind(Kind("wish", label=gettext_lazy("A wish waits for your answer"), task=True))
    for key, label in (
        ("wish_step", gettext_lazy("A wish that you are behind came a step further")),
        ("wish_reworded", gettext_lazy("A wish that you are behind was put in other words")),
        ("wish_said", gettext_lazy("Somebody says something about your wish")),
        ("wish_moved", gettext_lazy("Your wish went to somebody else")),
        ("wish_merged", gettext_lazy("A wish that you are behind is the same as another")),
        ("wish_taken_down", gettext_lazy("Your wish was taken down")),
    ):
        notices.register_kind(Kind(key, label=label, say=_say))
    becoming.register_origin("wish", Origin(_given, _take, operations.turned, operations.goes_on))
    rounds.every(timedelta(hours=1))(_remind)


def _remind(at: datetime) -> None:
    reactions.remind(at)


def _waiting(person: Person, at: datetime) -> Iterator[Task]:
    """Wishes to answer. Three queries."""
    for row in queries.waiting(person, at)[:100]:
        yield Task(
            kind="wish", thing=row.ref, title=row.title, detail=row.aspect.name, address=row.get_absolute_url(),
            verb=_("Answer"), letter="A" if getattr(row, "as_a", False) else "R", due=row.due_at,
            late=row.due_at is not None and row.due_at <= at, since=row.waits_since,
        )  # fmt: skip


def _given(number: int, person: Person, at: datetime) -> Given | None:
    """For who keeps its aspect. At most four queries."""
    row = queries.find(number, person, at)
    if row is None or row.hidden_at is not None or row.same_as_id is not None:
        return None
    if not mandate.may(person, "edit", row.aspect, at=at).allowed:
        return None
    return Given(row.ref, row.title, row.text, row.aspect)


def _take(number: int, thing: str, person: Person, at: datetime) -> None:
    operations.take_over(Wish(pk=number), thing, by=person, at=at)


def _say(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """Two queries. What was taken down is told of to its wisher only."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    seen = Wish.objects.filter(pk__in=numbers.values()).select_related("aspect", "same_as")
    found = {row.pk: row for row in seen if row.hidden_at is None or row.wisher_id == person.pk}
    if person.kind == Person.Kind.GUEST:
        found = {}
    steps = Step.objects.in_bulk([notice.data["step"] for notice in told if notice.data.get("step")])
    return {
        notice.pk: Words(_sentence(notice, row, steps), row.get_absolute_url(), _detail(notice, row, steps))
        for notice in told
        if (row := found.get(numbers[notice.pk])) is not None
    }


def _sentence(notice: Notice, wish: Wish, steps: Mapping[int, Step]) -> str:
    said = {"title": wish.title, "aspect": wish.aspect.name}
    match notice.kind:
        case "wish_reworded":
            return _("The wish that you are behind says now: “%(title)s”") % said
        case "wish_said":
            return _("Somebody said something about your wish “%(title)s”") % said
        case "wish_moved":
            return _("Your wish “%(title)s” went to those who keep %(aspect)s") % said
        case "wish_merged":
            return _("The wish “%(title)s” is the same as another: your vote counts there") % said
        case "wish_taken_down":
            return _("Your wish “%(title)s” was taken down") % said
    step = steps.get(notice.data.get("step") or 0)
    if step is None:
        return _("There is news of the wish “%(title)s”") % said
    return _("“%(title)s”: %(step)s") % {**said, "step": step.said}


def _detail(notice: Notice, wish: Wish, steps: Mapping[int, Step]) -> str:
    if notice.kind == "wish_taken_down":
        return wish.hidden_why
    step = steps.get(notice.data.get("step") or 0)
    return "" if step is None else step.text[:200]
