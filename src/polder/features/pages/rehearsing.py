"""Acts on pages in rehearsals (rehearsal.md), by the operations of publishing."""

import hashlib
import html
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.utils.html import escape
from django.utils.text import slugify

from polder.capabilities.publishing import operations, readings, reviewing, tree
from polder.capabilities.publishing.models import Advice, Change, Page
from polder.capabilities.publishing.operations import running
from polder.capabilities.rehearsing import acts, clocks, expectations, keys
from polder.capabilities.rehearsing.keys import Given, Key
from polder.capabilities.rehearsing.stage import Stage
from polder.features.pages.models import ContentPage
from polder.ground.organisation.models import Person

_PAGE = {"page": keys.need(keys.name)}
_TEXT = {"text": keys.may(keys.text)}
_SEEN = {"revision": keys.may(keys.whole(0))}
_MINOR = {"minor": keys.may(keys.truth)}


def register() -> None:
    """Called once, in `ready()`."""
    _act("write", _write, {"aspect": keys.need(keys.name), "title": keys.need(keys.text), "text": keys.need(keys.text)})
    _act("edit", _edit, {**_TEXT, "title": keys.may(keys.text), **_SEEN})
    _act("submit", _submit, {**_MINOR, **_SEEN})
    _act("withdraw", _on_page(operations.withdraw), {})
    _act("advise", _advise, {"verdict": keys.need(keys.one_of(*Advice.Verdict.values)), **_TEXT})
    _act("answer", _answer, {"to": keys.need(keys.name), **_TEXT})
    _act("approve", _approve, {"publish_at": keys.may(keys.moment), **_SEEN})
    _act("return", _send_back, {**_TEXT, **_SEEN})
    _act("publish", _publish, {**_MINOR, **_SEEN})
    _act("unpublish", _on_page(operations.unpublish), {})
    _act("verify", _on_page(operations.verify), {})
    _act("move", _move, {"aspect": keys.need(keys.name)})
    _act("acknowledge", _on_page(operations.acknowledge), {})
    required = {"audience": keys.need(keys.list_of(keys.party)), "before": keys.may(keys.or_null(keys.day))}
    _act("require_reading", _require_reading, required)
    expectations.register(
        "page",
        head=keys.name,
        keys={
            "live": keys.may(keys.truth),
            "change": keys.may(keys.one_of("none", "draft", "consulting", "approving", "returned", "scheduled")),
            "waiting_for": keys.may(keys.names),
            "told": keys.may(keys.names),
            "verified_on": keys.may(keys.or_null(keys.day)),
            "stale": keys.may(keys.truth),
            "text": keys.may(keys.or_null(keys.text), match=_same_words),
        },
        find=_find,
    )
    clocks.register("publishing.routes", order=clocks.ROUTES, next_due=running.routes_due, run=running.settle_routes)
    clocks.register("publishing.pages", order=clocks.SCHEDULED, next_due=running.pages_due, run=running.run_pages)


def _act(name: str, run: Callable[[Stage, Person, Given], None], more: dict[str, Key]) -> None:
    acts.register(name, keys={**_PAGE, **more}, run=cast(Any, run))


def _on_page(operation: Callable[..., object]) -> Callable[[Stage, Person, Given], None]:
    def run(stage: Stage, by: Person, given: Given) -> None:
        operation(_page(stage, given), by=by, at=stage.at)

    return run


def _page(stage: Stage, given: Given) -> Page:
    return Page.objects.get(pk=stage.recall("page", given["page"]))


def _body(text: str) -> list[tuple[str, str]]:
    return [("text", f"<p>{escape(text)}</p>")]


def _write(stage: Stage, by: Person, given: Given) -> None:
    aspect = stage.aspect(given["aspect"])
    title = given["title"] or given["page"]
    page = ContentPage(title=title[:255], slug=_slug(given["page"]))
    page.body = _body(given["text"])
    operations.write(page, parent=tree.part("pages"), aspect=aspect, by=by, at=stage.at)
    stage.remember("page", given["page"], page.pk)


def _slug(name: str) -> str:
    plain = slugify(name)
    return plain if plain == name else f"{plain[:40]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}".lstrip("-")


def _edit(stage: Stage, by: Person, given: Given) -> None:
    values: dict[str, Any] = {}
    if "text" in given:
        values["body"] = _body(given["text"])
    if given.get("title"):
        values["title"] = given["title"][:255]
    operations.edit(_page(stage, given), values=values, by=by, at=stage.at, seen=given.get("revision"))


def _submit(stage: Stage, by: Person, given: Given) -> None:
    page, minor = _page(stage, given), given.get("minor", False)
    operations.submit(page, by=by, at=stage.at, minor=minor, seen=given.get("revision"))


def _advise(stage: Stage, by: Person, given: Given) -> None:
    page = _page(stage, given)
    operations.advise(page, verdict=given["verdict"], text=given.get("text", ""), by=by, at=stage.at)


def _answer(stage: Stage, by: Person, given: Given) -> None:
    page, to = _page(stage, given), stage.person(given["to"])
    operations.answer(page, to=to, text=given.get("text", ""), by=by, at=stage.at)


def _approve(stage: Stage, by: Person, given: Given) -> None:
    publish_at: datetime | None = given.get("publish_at")
    operations.approve(_page(stage, given), by=by, at=stage.at, publish_at=publish_at, seen=given.get("revision"))


def _send_back(stage: Stage, by: Person, given: Given) -> None:
    page, text = _page(stage, given), given.get("text", "")
    operations.send_back(page, text=text, by=by, at=stage.at, seen=given.get("revision"))


def _publish(stage: Stage, by: Person, given: Given) -> None:
    page, minor = _page(stage, given), given.get("minor", False)
    operations.publish(page, by=by, at=stage.at, minor=minor, seen=given.get("revision"))


def _move(stage: Stage, by: Person, given: Given) -> None:
    page = _page(stage, given)
    operations.move(page, aspect=stage.aspect(given["aspect"]), by=by, at=stage.at)


def _require_reading(stage: Stage, by: Person, given: Given) -> None:
    page, audience = _page(stage, given), [stage.party(ref) for ref in given["audience"]]
    operations.require_reading(page, audience=audience, before=given.get("before"), by=by, at=stage.at)


def _find(stage: Stage, given: Given) -> dict[str, Any]:
    page = ContentPage.objects.get(pk=stage.recall("page", given["page"]))
    change = Change.objects.filter(page=page, closed_at=None).first()
    last = page.publications.order_by("-at", "-pk").first()
    waiting = () if change is None else change.waiting.values_list("person__key", flat=True)
    told = () if last is None else last.told.values_list("person__key", flat=True)
    return {
        "live": page.live,
        "change": "none" if change is None else change.state,
        "waiting_for": frozenset(waiting),
        "told": frozenset(told),
        "verified_on": page.verified_on,
        "stale": reviewing.is_stale(page, readings.calendar().today(stage.at)),
        "text": html.unescape(page.readable_text()) if page.live else None,
    }


def _same_words(wanted: str | None, found: str | None) -> bool:
    if wanted is None or found is None:
        return wanted is found
    return wanted.split() == found.split()
