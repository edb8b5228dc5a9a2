"""A scenario to begin from, with people and an aspect that are really there."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from polder.governance.facts import AspectKey, PersonKey
from polder.governance.resolution import Reading, accountable, who_may

_TEXT = """format: polder-rehearsal/1
organisation: live
steps:
  - {{at: {moment}, by: {author}, do: write, page: example, aspect: {aspect}, title: "Example", text: "One sentence."}}
  - {{by: {author}, do: submit, page: example}}
  - {{at: +10wd, by: null, do: nothing}}
  - expect: {{page: example, live: false, change: approving}}
  - expect: {{accountable: {aspect}, person: [{people}]}}
"""


def text(reading: Reading, at: datetime) -> str:
    """Somebody writes, submits, and the accountable is waited for. "" in an organisation where nobody can write."""
    zone = ZoneInfo(reading.facts.zone)
    monday = at.astimezone(zone).date() + timedelta(days=7 - at.astimezone(zone).weekday())
    begin = datetime.combine(monday, time(9), zone)
    for aspect in reading.facts.aspects:
        answers = accountable(reading, aspect, "content", begin)
        authors = _writers(reading, aspect, begin)
        if answers is not None and answers.people and authors:
            people = ", ".join(sorted(answers.people))
            moment = begin.strftime("%Y-%m-%dT%H:%M")
            return _TEXT.format(moment=moment, author=authors[0], aspect=aspect, people=people)
    return ""


def _writers(reading: Reading, aspect: AspectKey, at: datetime) -> list[PersonKey]:
    """Who may write there and does not answer for it, so that there is something to approve."""
    answers = accountable(reading, aspect, "content", at)
    able = {each.person for each in who_may(reading, "edit", aspect, "content", at)}
    return sorted(able - (frozenset(answers.people) if answers else frozenset()))
