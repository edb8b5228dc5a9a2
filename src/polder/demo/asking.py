"""What colleagues asked one another, what words mean, and talks about articles: each at its moment."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from polder.base.time import midnight
from polder.capabilities.discussion import operations as talk
from polder.capabilities.discussion.models import Comment
from polder.demo.diary import Entry
from polder.demo.writing import Writers, read_data
from polder.features.knowledge import operations as knowledge
from polder.features.knowledge.models import Article, Question


def asked(today: date, zone: Any, writers: Writers) -> Iterator[Entry]:
    """Questions with their answers, words of the glossary, and what was said of articles."""
    told = read_data("questions.yaml")
    for each in told["questions"]:
        yield from _question(each, _day(today, each["days"], zone), writers)
    for days, aspect, word, meaning in told["words"]:
        yield Entry(_day(today, days, zone), partial(_define, word, meaning, aspect, writers))
    for days, title, by, text, replies in told["talks"]:
        begun = _day(today, days, zone)
        yield Entry(begun, partial(_say, title, by, text, writers))
        for name, hours, reply in replies:
            yield Entry(begun + timedelta(hours=hours), partial(_reply, title, text, name, reply, writers))


def _day(today: date, days_ago: int, zone: Any) -> datetime:
    day = today - timedelta(days=days_ago)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return midnight(day, zone) + timedelta(hours=8, minutes=days_ago * 11 % 180)


def _question(told: Mapping[str, Any], begun: datetime, writers: Writers) -> Iterator[Entry]:
    yield Entry(begun, partial(_ask, told, writers))
    last = begun
    for by, hours, text in told["answers"]:
        last = begun + timedelta(hours=hours)
        yield Entry(last, partial(_answer, told["title"], by, text, writers))
    if "accepted" in told:
        yield Entry(last + timedelta(hours=1), partial(_accept, told, writers))
    if "verified" in told:
        yield Entry(last + timedelta(hours=2), partial(_verify, told, writers))


def _ask(told: Mapping[str, Any], writers: Writers, at: datetime) -> None:
    aspect, by = writers.aspects[told["aspect"]], writers.people[told["by"]]
    knowledge.ask(told["title"], told["text"], aspect=aspect, language=told["language"], by=by, at=at)


def _answer(title: str, by: str, text: str, writers: Writers, at: datetime) -> None:
    talk.say(Question.objects.get(title=title).ref, text, by=writers.people[by], at=at)


def _accept(told: Mapping[str, Any], writers: Writers, at: datetime) -> None:
    question = Question.objects.get(title=told["title"])
    knowledge.accept(question, _said_to(question, told), by=writers.people[told["by"]], at=at)


def _verify(told: Mapping[str, Any], writers: Writers, at: datetime) -> None:
    """By who answers for the aspect on that day."""
    question = Question.objects.get(title=told["title"])
    who = writers.of(told["aspect"], at)
    if who is not None:
        knowledge.verify(question, _said_to(question, told), by=who[1], at=at)


def _said_to(question: Question, told: Mapping[str, Any]) -> Comment:
    text = told["answers"][told["accepted"]][2]
    return Comment.objects.get(thing=question.ref, text=text)


def _define(word: str, meaning: str, aspect: str, writers: Writers, at: datetime) -> None:
    who = writers.of(aspect, at)
    if who is not None:
        knowledge.define(word, meaning, aspect=writers.aspects[aspect], by=who[0], at=at)


def _say(title: str, by: str, text: str, writers: Writers, at: datetime) -> None:
    article = Article.objects.filter(title=title, live=True).first()
    if article is not None:
        talk.say(f"page:{article.pk}", text, by=writers.people[by], at=at)


def _reply(title: str, text: str, by: str, reply: str, writers: Writers, at: datetime) -> None:
    article = Article.objects.filter(title=title, live=True).first()
    said = None if article is None else Comment.objects.filter(thing=f"page:{article.pk}", text=text).first()
    if said is not None:
        talk.say(said.thing, reply, parent=said, by=writers.people[by], at=at)
