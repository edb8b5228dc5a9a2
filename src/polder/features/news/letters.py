"""A newsletter by mail: the whole of an issue that is for its reader, in their language."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import get_language, gettext, ngettext

from polder.capabilities.notifications.mailing import whole
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Letter, Words
from polder.features.news.models import Issue, NewsItem
from polder.features.news.queries import letters
from polder.ground.organisation.models import Person


def say(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """One line of each issue; an issue of which nothing is left for the person is not spoken of. Three queries each."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    found = Issue.objects.select_related("newsletter").in_bulk(set(numbers.values()))
    said: dict[int, Words] = {}
    for notice, number in numbers.items():
        issue = found.get(number)
        titles = [] if issue is None else [item.title for item in _mine(person, issue, at)]
        if issue is not None and titles:
            rest = ngettext("%(first)s, and %(n)d more", "%(first)s, and %(n)d more", len(titles) - 1)
            detail = titles[0] if len(titles) == 1 else rest % {"first": titles[0], "n": len(titles) - 1}
            said[notice] = Words(str(issue), issue.get_absolute_url(), detail)
    return said


def mail(person: Person, notice: Notice, at: datetime) -> Letter | None:
    """The letter; None when nothing is left for the person."""
    issue = Issue.objects.select_related("newsletter").filter(pk=int(notice.thing.partition(":")[2])).first()
    items = [] if issue is None else _mine(person, issue, at)
    if issue is None or not items:
        return None
    rows = [
        {"title": item.title, "summary": item.summary, "channel": str(item.channel), "address": whole(item.url or ""),
         "language": item.locale.language_code}
        for item in items
    ]  # fmt: skip
    address = {"here": whole(issue.get_absolute_url()), "choose": whole(issue.newsletter.get_absolute_url())}
    title = gettext("%(newsletter)s, issue %(number)d") % {"newsletter": issue.newsletter, "number": issue.number}
    return Letter("news/mail/issue", {"issue": issue, "items": rows, "title": title, **address})


def _mine(person: Person, issue: Issue, at: datetime) -> list[NewsItem]:
    return letters.items_for(person, letters.items_of(issue), at, get_language() or "")
