"""For whom a thing is (P10): by party, place and language; lists trimmed in SQL say what a slow reading says."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polder.capabilities.publishing import audiences, operations, places, tree
from polder.capabilities.publishing.models import Audience, Page
from polder.features.pages.models import ContentPage
from polder.governance import store
from polder.governance.models import Aspect
from polder.governance.resolution.moments import instant
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.operations import people

pytestmark = pytest.mark.django_db

PLACES = ("Hoorn", "hoorn", 'Edam "Noord"', "Zürich", "100%_")
LANGUAGES = ("nl", "NL", "Frysk", "français", "n", 'a"b')


@pytest.fixture
def page(cast):
    """A live page of Omar's for everyone."""
    made = ContentPage(title="Depot", slug="depot", body=[("text", "<p>About the depot.</p>")])
    aspect, now = Aspect.objects.get(key="hr-content"), timezone.now()
    operations.write(made, parent=tree.part("pages"), aspect=aspect, by=cast["omar"], at=now)
    operations.submit(made, by=cast["omar"], at=now)
    operations.approve(made, by=cast["meral"], at=now)
    return Page.objects.get(pk=made.pk)


def slowly(person, aim, at):
    """P10 read from the page: whoever belongs to any of them; guests by person, role or body only."""
    now = instant(at)
    if not person.counts(at):
        return False
    if not aim:
        return person.kind != Person.Kind.GUEST
    parties = {tie.party for tie in store.reading_now().memberships(person.key) if tie.start <= now < tie.end}
    if parties & {party.ref for party in aim.parties}:
        return True
    if person.kind == Person.Kind.GUEST:
        return False
    return person.location in aim.places or bool(set(person.languages) & set(aim.languages))


def some(choices):
    return st.lists(st.sampled_from(choices), max_size=2, unique=True)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_the_condition_in_sql_says_what_a_slow_reading_says(cast, data):
    kim, at = cast["kim"], timezone.now()
    keys = ["kim", "omar", "tim", "noor"]
    for key in keys:
        guest = key != "kim" and data.draw(st.booleans())
        people.change(
            Person.objects.get(key=key), by=None, at=at, location=data.draw(st.sampled_from([None, *PLACES])),
            languages=data.draw(some(LANGUAGES)), kind="guest" if guest else "employee", sponsor=kim if guest else None,
            left_on=at + timedelta(days=9) if guest else None,
        )  # fmt: skip
    refs = ["unit:hr", "unit:waterland", "body:steering", "role:intranet-manager", "person:tim"]
    parties = Party.objects.filter(ref__in=data.draw(some(refs)))
    aim = audiences.Aim(tuple(parties), tuple(data.draw(some(PLACES))), tuple(data.draw(some(LANGUAGES))))
    audience = audiences.audience_of(aim.parties, aim.places, aim.languages)
    inside = set(audiences.readers_of(audience, at).values_list("key", flat=True))
    for person in Person.objects.filter(key__in=keys):
        expected = slowly(person, aim, at)
        assert (person.key in inside) == expected
        if audience is not None:
            found = Audience.objects.filter(pk=audience.pk, pk__in=audiences.audiences_with(person, at))
            assert found.exists() == expected


def test_there_is_one_row_for_a_set_whatever_its_order(cast):
    hr, it = Party.objects.get(ref="unit:hr"), Party.objects.get(ref="unit:it")
    first = audiences.audience_of([hr, it], ["Hoorn", "Edam"], ["nl"])
    assert audiences.audience_of([it, hr], ["Edam", "Hoorn"], ["nl"]) == first
    assert audiences.audience_of([it, hr], ["Edam", "Hoorn"], ["en"]) != first
    assert audiences.audience_of([], ["nl"]) != audiences.audience_of([], [], ["nl"])
    assert audiences.audience_of([hr]) != audiences.audience_of([hr], ["Hoorn"])
    assert audiences.aim_of(first) == audiences.Aim((hr, it), ("Edam", "Hoorn"), ("nl",))


def test_a_page_for_a_place_is_there_for_who_works_there(cast, page, client_of):
    Person.objects.filter(key="kim").update(location="Hoorn")
    operations.aim(page, parties=[], places=["Hoorn"], by=cast["meral"], at=timezone.now())
    assert client_of(cast["bas"]).get("/pages/depot/").status_code == 404
    assert client_of(Person.objects.get(key="kim")).get("/pages/depot/").status_code == 200


def test_places_and_languages_that_exist_are_offered_and_chosen(cast, page, client_of):
    people.change(cast["kim"], by=None, at=timezone.now(), location="Hoorn", languages=["nl", "Frysk"])
    client, address = client_of(cast["meral"]), f"/route/{page.pk}/"
    shown = client.get(address).content.decode()
    assert '<option value="place:Hoorn">Hoorn</option>' in shown
    assert '<option value="language:nl">Nederlands</option>' in shown
    assert client.post(f"{address}aim/", {"audience": ["place:Hoorn", "language:Frysk"]}).status_code == 302
    page.refresh_from_db()
    aim = audiences.aim_of(page.audience)
    assert (aim.places, aim.languages) == (("Hoorn",), ("Frysk",))
    assert client.post(f"{address}require/", {"audience": ["place:Hoorn"], "before": ""}).status_code == 302
    assert client_of(Person.objects.get(key="kim")).get("/inbox/?kind=read").content.decode().count("Depot") > 0


def test_a_place_that_nobody_has_any_more_is_told_and_what_was_chosen_stays(cast, page, client_of):
    now = timezone.now()
    people.change(cast["kim"], by=None, at=now, location="Hoorn")
    operations.aim(page, parties=[], places=["Hoorn"], by=cast["meral"], at=now)
    people.change(Person.objects.get(key="kim"), by=None, at=now, location="Edam")
    client, address = client_of(cast["meral"]), f"/route/{page.pk}/"
    assert "Hoorn (nobody any more)" in client.get(address).content.decode()
    assert client.post(f"{address}aim/", {"audience": ["place:Hoorn", "place:Edam"]}).status_code == 302
    client.post(f"{address}aim/", {"audience": ["place:Edam"]})
    refused = client.post(f"{address}aim/", {"audience": ["place:Hoorn"]})
    assert refused.status_code == 422
    assert "Nobody works at “Hoorn” any more" in refused.content.decode()
    assert client.post(f"{address}aim/", {"audience": ["language:xx"]}).status_code == 422


def test_what_can_be_chosen_is_read_once_until_the_organisation_changes(cast, count_queries):
    now = timezone.now()
    people.change(cast["kim"], by=None, at=now, location="Hoorn", languages=["nl"])
    assert places.known(now) == places.Known(("Hoorn",), ("nl",))
    with count_queries(1):
        places.known(now)
    people.change(Person.objects.get(key="kim"), by=None, at=now, location="Edam")
    assert places.known(now).places == ("Edam",)


def test_a_guest_is_added_to_whom_a_page_is_for_by_name_and_taken_off_it(page_of, cast, client_of):
    """P10: guests only where they are named, by person, role or body."""
    now = timezone.now()
    gast = people.register(
        key="gast",
        name="Gast Vrij",
        kind="guest",
        sponsor=cast["meral"],
        left_on=now + timedelta(days=9),
        by=None,
        at=now,
    )
    page = page_of("salary", by=cast["meral"], live=True)
    keeper, reader = client_of(cast["meral"]), client_of(gast)
    assert "And somebody by name" in keeper.get(page.url).content.decode()
    assert reader.get(page.url).status_code == 404
    act = f"/route/{page.pk}/aim/"
    keeper.post(act, {"audience": ["unit:hr"], "person": "Gast Vrij · gast"})
    assert reader.get(page.url).status_code == 200
    assert '<option value="person:gast" selected>' in keeper.get(page.url).content.decode()
    keeper.post(act, {"audience": ["unit:hr", "person:gast"], "person": ""})
    assert reader.get(page.url).status_code == 200
    nobody = keeper.post(act, {"audience": ["unit:hr"], "person": "Niemand"})
    assert "Nobody is known by this name" in nobody.content.decode()
    keeper.post(act, {"audience": ["unit:hr"]})
    assert reader.get(page.url).status_code == 404
