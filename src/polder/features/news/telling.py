"""What news registers at start: sentences for its events, its task, its kinds of notices."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.notifications.rhythm import ChannelName, RhythmName
from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing import audiences_named
from polder.capabilities.publishing.models import Audience
from polder.features.news import letters, queries
from polder.features.news.queries.letters import newsletters
from polder.ground.ledger import subjects, words
from polder.ground.organisation import removing
from polder.ground.organisation.models import Person

_SENTENCES = {
    "channel.opened": gettext_lazy("%(who)s opened the channel %(thing)s."),
    "channel.changed": gettext_lazy("%(who)s changed what readers may do in %(thing)s."),
    "channel.urgent_named": gettext_lazy("%(who)s chose under which aspect urgent messages in %(thing)s fall."),
    "page.talk_closed": gettext_lazy("%(who)s closed %(thing)s for comments and reactions."),
    "page.talk_opened": gettext_lazy("%(who)s opened %(thing)s for comments and reactions."),
    "page.highlighted": gettext_lazy("%(who)s chose how long %(thing)s stands above the other news."),
    "broadcast.proposed": gettext_lazy("%(who)s wrote %(thing)s."),
    "broadcast.sent": gettext_lazy("%(who)s sent %(thing)s to %(reached)s people."),
    "broadcast.ended": gettext_lazy("%(who)s ended %(thing)s before its time."),
    "newsletter.begun": gettext_lazy("%(who)s began the newsletter %(thing)s."),
    "newsletter.changed": gettext_lazy("%(who)s changed the newsletter %(thing)s."),
    "newsletter.stopped": gettext_lazy("%(who)s stopped the newsletter %(thing)s."),
    "newsletter.brought_out": gettext_lazy("Issue %(number)s of %(thing)s came out, for %(reached)s people."),
    "broadcast.withdrawn": gettext_lazy("%(who)s took %(thing)s back before it was sent."),
}
_AT_ONCE: Mapping[ChannelName, RhythmName] = {"web": "once", "mail": "once", "push": "once"}


def register() -> None:
    """Called once, in `ready()`."""
    _what_keeps_an_aspect()
    subjects.register("channel", subjects.of_model("news.Channel"), gone=gettext_lazy("a channel that was removed"))
    urgent = gettext_lazy("an urgent message")
    subjects.register(
        "broadcast", subjects.of_model("news.Broadcast"), gone=urgent, seen=queries.broadcasts, unseen=urgent
    )
    gone = gettext_lazy("a newsletter that was removed")
    find, unseen = subjects.of_model("news.Newsletter"), gettext_lazy("a newsletter")
    subjects.register("newsletter", find, gone=gone, seen=newsletters, unseen=unseen)
    for kind, sentence in _SENTENCES.items():
        words.register(kind, sentence)
    chosen = gettext_lazy("%(who)s chose whether to get %(thing)s.")
    words.register("newsletter.chosen", chosen, private=True)
    asked = gettext_lazy("An urgent message waits for you")
    kinds = {"broadcast": gettext_lazy("Urgent message")}
    tasks.register("news", tasks.Source(kinds=kinds, for_person=_tasks))
    notices.register_kind(notices.Kind("broadcast", label=asked, task=True, rhythms=_AT_ONCE, urgent=True))
    everybody = gettext_lazy("Urgent message")
    notices.register_kind(
        notices.Kind("urgent", label=everybody, say=_urgent, rhythms=_AT_ONCE, urgent=True, fixed=True)
    )
    letter = gettext_lazy("A newsletter that you get comes out")
    notices.register_kind(
        notices.Kind("newsletter", label=letter, say=letters.say, mail=letters.mail, rhythms={"mail": "once"})
    )


def _tasks(person: Person, at: datetime) -> Iterator[Task]:
    for row in queries.waiting_for(person, at):
        yield Task(
            kind="broadcast",
            thing=f"broadcast:{row.pk}",
            title=row.title,
            detail=_("%(name)s wants to send it to everybody it is for, at once.") % {"name": row.proposed_by.name},
            address=row.get_absolute_url(),
            verb=_("Look and send"),
            letter="A",
            due=row.ends_at,
            since=row.proposed_at,
        )


def _urgent(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    found = {row.pk: row for row in queries.broadcasts(person, at).filter(pk__in=set(numbers.values()))}
    return {
        notice: Words(_("Urgent: %(title)s") % {"title": row.title}, row.get_absolute_url(), row.text)
        for notice, number in numbers.items()
        if (row := found.get(number)) is not None
    }


def _what_keeps_an_aspect() -> None:
    for label, counted in {
        "news.channel": ngettext_lazy("%(n)d channel", "%(n)d channels", "n"),
        "news.broadcast": ngettext_lazy("%(n)d urgent message", "%(n)d urgent messages", "n"),
        "news.newsletter": ngettext_lazy("%(n)d newsletter", "%(n)d newsletters", "n"),
    }.items():
        removing.count(label, counted)
    audiences_named.titles("news.broadcast", _titles_of_broadcasts)
    audiences_named.titles("news.newsletter", _titles_of_newsletters)


def _titles_of_broadcasts(audiences: QuerySet[Audience], person: Person, at: datetime) -> list[str]:
    rows = queries.broadcasts(person, at).filter(audience__in=audiences.values("pk"))
    return list(rows.values_list("title", flat=True)[:5])


def _titles_of_newsletters(audiences: QuerySet[Audience], person: Person, at: datetime) -> list[str]:
    rows = newsletters(person, at).filter(audience__in=audiences.values("pk")).order_by("name", "pk")
    return list(rows.values_list("name", flat=True)[:5])
