"""The registry of the menu: typed, explicit, and complaining at start."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from polder.base import checks, navigation
from polder.base.navigation import Entry, Group, Navigation, RegistrationError

pytestmark = pytest.mark.urls("tests.base.urls")


def everybody(request: HttpRequest) -> bool:
    return True


def nobody(request: HttpRequest) -> bool:
    return False


def entry(key: str, **facts: Any) -> Entry:
    usual: dict[str, Any] = {"url_name": "base:styleguide", "visible": everybody}
    return Entry(key, key.title(), "home", **(usual | facts))


@pytest.fixture
def menu() -> Navigation:
    made = Navigation()
    made.register_group(Group("later", "Later", 20))
    made.register_group(Group("work", "Work", 10))
    return made


def test_entries_stand_by_group_and_order(menu):
    for made in (entry("b", order=2), entry("a", order=2), entry("first", order=1), entry("x", group="later")):
        menu.register(made)
    groups = menu.shown(RequestFactory().get("/"))
    assert [(g.group.key, [s.entry.key for s in g.entries]) for g in groups] == [
        ("work", ["first", "a", "b"]),
        ("later", ["x"]),
    ]


def test_who_may_not_see_an_entry_sees_neither_it_nor_its_empty_group(menu):
    menu.register(entry("x", group="later", visible=nobody))
    assert menu.shown(RequestFactory().get("/")) == []


def test_by_default_an_entry_is_for_who_is_signed_in(menu):
    menu.register(Entry("x", "X", "home", "base:styleguide"))
    assert menu.shown(RequestFactory().get("/")) == []


def test_the_address_says_which_entry_is_current_and_the_longest_wins(menu):
    menu.register(entry("guide"))
    menu.register(entry("plain", url_name="base:styleguide_plain"))
    mark = {
        path: {s.entry.key: s.current for g in menu.shown(RequestFactory().get(path)) for s in g.entries}
        for path in ("/styleguide/", "/styleguide/plain/", "/styleguide/other/", "/")
    }
    assert mark["/styleguide/"] == {"guide": "page", "plain": ""}
    assert mark["/styleguide/plain/"] == {"guide": "", "plain": "page"}
    assert mark["/styleguide/other/"] == {"guide": "true", "plain": ""}
    assert mark["/"] == {"guide": "", "plain": ""}


def test_a_page_may_name_its_entry_itself(menu):
    menu.register(entry("guide"))
    (group,) = menu.shown(RequestFactory().get("/"), current_key="guide")
    assert group.entries[0].current == "page"


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"key": "taken"}, "already has an entry 'taken'"),
        ({"key": "x", "group": "nowhere"}, "does not exist"),
        ({"key": "x", "letter": "t"}, "is taken"),
        ({"key": "x", "phone": True}, "there are four"),
    ],
)
def test_what_does_not_fit_stops_the_start(menu, facts, complaint):
    menu.register(entry("taken", letter="t"))
    for number in range(4):
        menu.register(entry(f"phone{number}", phone=True))
    with pytest.raises(RegistrationError, match=complaint):
        menu.register(entry(**facts))


def test_a_group_is_registered_once(menu):
    with pytest.raises(RegistrationError, match="'work'"):
        menu.register_group(Group("work", "Work", 1))


def test_an_entry_without_address_or_icon_is_found_by_the_system_check(monkeypatch, menu):
    menu.register(entry("lost", url_name="no:where"))
    menu.register(Entry("bare", "Bare", "no-such-icon", "base:styleguide"))
    monkeypatch.setattr(navigation, "registry", menu)
    assert sorted(str(found.id) for found in checks.navigation_leads_somewhere(None)) == ["base.E001", "base.E002"]
