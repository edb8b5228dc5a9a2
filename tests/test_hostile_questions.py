"""Whatever is written into a field that searches or filters, the answer is a page or a refusal, never an error of ours."""

import inspect
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.urls import resolve
from django.utils import timezone

from polder.capabilities.publishing import operations as route
from polder.capabilities.publishing import tree
from polder.features.knowledge.models import Question
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from tests.addresses import Address, every_address

pytestmark = pytest.mark.django_db

# What databases, patterns and full text read as their own; bytes that are no text.
HOSTILE = b"a\x00b'\"%_\\(*[:^~ AND NEAR(x, \xed\xb3\xbf {0} ;--"
HUGE = "9" * 40  # a number that fits in no column
SQUARE = "²"  # a digit that is no number
DAYS = ("0001-01-01", "9999-12-31T23:59")
_OF_TIME = {"at", "from", "to", "day", "year"}
_NAMES = re.compile(r"""(?:GET|asked|given)\.get(?:list)?\(\s*["'](\w+)["']|_asked\(request, ["'](\w+)["']""")


@cache
def names_in(module: object) -> tuple[str, ...]:
    """What views of the module ask of an address, as their source has it."""
    found = _NAMES.findall(inspect.getsource(module))  # type: ignore[arg-type]
    return tuple(sorted({"q", "page", *(name for names in found for name in names if name)}))


def with_questions() -> Iterator[tuple[Address, tuple[str, ...]]]:
    for address in every_address():
        view = inspect.unwrap(resolve(address.path).func)
        module = inspect.getmodule(view)
        if module is not None and module.__name__.startswith("polder.") and "GET" in inspect.getsource(module):
            yield address, names_in(module)


QUESTIONS = list(with_questions())


def test_there_are_fields_that_search_and_filter():
    assert {"organisation:people", "governance:matrix", "bodies:decisions"} <= {
        address.name for address, _ in QUESTIONS
    }


def asked(names: tuple[str, ...]) -> Iterator[dict[str, bytes | str]]:
    """Everything that the address asks for, hostile at once; moments apart, for one that is none is refused first."""
    for value in (HOSTILE, HUGE, SQUARE):
        yield {name: value for name in names if name not in _OF_TIME}
    for value in (HOSTILE, *DAYS):
        moments: dict[str, bytes | str] = {name: value for name in names if name in _OF_TIME}
        if moments:
            yield moments


def test_nothing_written_in_an_address_breaks_it(cast, client_of):
    client = client_of(cast["kim"])
    client.raise_request_exception = False
    broken = []
    for address, names in QUESTIONS:
        for given in asked(names):
            if client.get(address.path, given).status_code >= 500:
                broken.append((address.name, given))
    assert broken == []


def test_a_text_without_end_in_an_address_is_a_text(cast, client_of):
    client = client_of(cast["kim"])
    for path in ("/people/", "/people/suggest/", "/knowledge/", "/decisions/", "/files/"):
        assert client.get(path, {"q": "%_" * 500_000}).status_code in {200, 404}, path


@pytest.mark.parametrize("path", ["/people/a%00b/", "/news/in/a%00b/", "/aspects/a%00b/", "/pages/a%00b/", "/%00"])
def test_an_address_that_no_text_column_can_hold_is_not_there(cast, client_of, path):
    assert client_of(cast["kim"]).get(path).status_code == 404


def test_what_is_pasted_into_a_form_comes_without_what_no_database_keeps(cast, client_of):
    answer = client_of(cast["kim"]).post(
        "/knowledge/questions/ask/",
        {"title": "What is\x00 this?", "text": "Pasted\x00 text", "aspect": "salary", "language": "en"},
    )
    assert answer.status_code == 302
    assert Question.objects.get().title == "What is this?"


def test_a_number_larger_than_any_is_of_nothing(cast, client_of):
    client = client_of(cast["meral"])
    client.raise_request_exception = False
    numbered = [address for address in every_address({"": 77770077}) if "77770077" in address.path]
    assert len(numbered) > 20
    for address in numbered:
        path = address.path.replace("77770077", HUGE)
        assert max(client.get(path).status_code, client.post(path).status_code) < 500, address.name


@pytest.mark.parametrize("back", ["0001-01-01", "verify", "//evil.example/", "https://evil.example/", "javascript:1"])
def test_a_form_that_names_no_path_of_ours_leads_back_where_it_always_does(cast, client_of, back):
    page, now = ContentPage(title="Pay", slug="pay"), timezone.now()
    route.write(page, parent=tree.part("pages"), aspect=Aspect.objects.get(key="salary"), by=cast["omar"], at=now)
    route.submit(page, by=cast["omar"], at=now, minor=True)
    route.approve(page, by=cast["meral"], at=now)
    client = client_of(cast["meral"])
    answer = client.post(f"/route/{page.pk}/verify/", {"next": back})
    assert (answer.status_code, answer["Location"]) == (302, f"/route/{page.pk}/")
    assert client.post("/reviews/verify/", {"page": [HUGE, page.pk], "next": back})["Location"] == "/reviews/"
