"""The screens of wishes: finding, making, being behind, answering; without script, and against what is hostile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from polder.features.wishes import operations
from polder.features.wishes.models import Support, Wish
from polder.ground.organisation.models import Person
from tests.features.wishes.wishing import aspect, now

pytestmark = pytest.mark.django_db


def test_near_equal_ones_are_shown_before_it_is_sent_with_and_without_script(cast, wished, client_of):
    wish = wished()
    client = client_of(cast["omar"])
    asked = {"title": "A dark theme at night", "text": ""}
    assert wish.title in client.get("/wishes/near/", asked, HTTP_HX_REQUEST="true").content.decode()
    assert wish.title in client.get("/wishes/new/", asked).content.decode()
    assert Wish.objects.count() == 1


def test_it_goes_to_the_aspect_of_its_words_or_asks(cast, client_of):
    client = client_of(cast["omar"])
    asked = client.post("/wishes/new/", {"title": "Zebras and giraffes"})
    assert (asked.status_code, b"Choose it here." in asked.content) == (422, True)
    sent = client.post("/wishes/new/", {"title": "Bigger letters on the homepage"})
    made = Wish.objects.get()
    assert (sent["Location"], made.aspect.key) == (made.get_absolute_url(), "homepage")


def test_being_behind_it_and_answering_on_its_page(cast, wished, client_of):
    wish = wished()
    page = wish.get_absolute_url()
    assert b"I want it too" in client_of(cast["meral"]).get(page).content
    client_of(cast["meral"]).post(f"{page}support/")
    shown = client_of(cast["meral"]).get(page).content.decode()
    assert "You want it too" in shown
    assert "For those who keep this in order" not in shown
    refused = client_of(cast["meral"]).post(f"{page}answer/", {"answer": "will_do"})
    assert refused.status_code == 403
    client_of(cast["kim"]).post(f"{page}answer/", {"answer": "not_now", "text": "First the move."})
    assert "First the move." in client_of(cast["omar"]).get(page).content.decode()


def test_what_is_hostile_is_shown_as_text_and_refused_with_words(cast, wished, client_of):
    wish = wished("<script>alert(1)</script>", "<img src=x onerror=alert(1)>")
    page = client_of(cast["kim"]).get(wish.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    address = wish.get_absolute_url()
    for verb, posted, status in (
        ("answer", {}, 422), ("answer", {"answer": "__class__"}, 422), ("merge", {"into": "9" * 30}, 422),
        ("merge", {"address": "javascript:alert(1)"}, 422), ("merge", {"into": str(wish.pk)}, 422),
        ("move", {"aspect": "nowhere"}, 404), ("take-down", {"why": ""}, 422), ("nonsense", {}, 404), ("part", {}, 409),
        ("put-back", {}, 404),
    ):  # fmt: skip
        assert client_of(cast["kim"]).post(f"{address}{verb}/", posted).status_code == status, verb
    assert Wish.objects.get().state == "open"


def test_pages_cost_the_same_with_few_and_with_many(cast, wished, client_of):
    client = client_of(cast["kim"])

    def costs():
        client.get("/wishes/")  # what is kept for the next request is kept
        paths = ("/wishes/", "/wishes/?show=most&q=theme", "/wishes/near/?title=a+dark+theme", first.get_absolute_url())
        return [price(path) for path in paths]

    def price(path):
        with CaptureQueriesContext(connection) as made:
            client.get(path)
        return len(made)

    first = wished()
    for number in range(3):
        operations.merge(wished(f"A dark theme {number}"), first, by=cast["kim"], at=now())
    wished("A dark theme again")
    few = costs()
    people = Person.objects.bulk_create([Person(key=f"p{n}", name=f"P {n}") for n in range(30)])
    for person in people:
        other = operations.wish("A dark theme for me", aspect=aspect(), by=person, at=now())
        operations.support(first, by=person, at=now())
        if person.pk % 2:
            operations.merge(other, first, by=cast["kim"], at=now())
    assert Support.objects.count() > 60
    assert costs() == few
    assert max(few) <= 40
