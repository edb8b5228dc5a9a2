"""Every screen answers, shows what it must, and refuses with a name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.ground.organisation.models import Deputyship, Holding, Invitation, Organisation, Person, Seat, Unit
from polder.ground.organisation.operations import bodies, deputies, people, roles

FOR_OPERATORS = (
    "/people/new/", "/people/import/", "/people/kim-smit/edit/", "/people/kim-smit/leave/", "/people/kim-smit/return/",
    "/people/kim-smit/forget/", "/units/new/", "/units/hr/edit/", "/units/hr/remove/", "/roles/new/",
    "/roles/intranet-manager/edit/", "/roles/intranet-manager/remove/", "/roles/intranet-manager/hold/", "/bodies/new/",
    "/bodies/steering-group/edit/", "/bodies/steering-group/end/", "/bodies/steering-group/remove/",
    "/bodies/steering-group/seat/", "/registration/", "/registration/organisation/",
)  # fmt: skip
FOR_ALL = (
    "/people/", "/people/kim-smit/", "/people/kim-smit/history/", "/units/", "/units/hr/", "/units/hr/history/", "/roles/",
    "/roles/intranet-manager/", "/roles/intranet-manager/history/", "/bodies/", "/bodies/steering-group/",
    "/bodies/steering-group/history/", "/deputies/", "/me/",
)  # fmt: skip


@pytest.fixture
def filled(house):
    """The house with something to see on each page, about now."""
    house.at = timezone.now() - timedelta(minutes=5)
    roles.hold(house.manager, person=house.kim, by=None, at=house.at)
    bodies.seat(house.board, person=house.bas, kind="chair", function="IT", alternate=house.kim, by=None, at=house.at)
    deputies.deputise(house.kim, deputy=house.bas, by=None, at=house.at)
    Person.objects.filter(pk=house.gus.pk).update(left_on=house.at + timedelta(days=20))
    return house


@pytest.mark.parametrize("path", FOR_ALL)
def test_everybody_here_sees_the_directory(filled, client_of, path):
    assert client_of(filled.bas).get(path).status_code == 200
    assert client_of(filled.olga).get(path).status_code == 200


@pytest.mark.parametrize("path", FOR_OPERATORS)
def test_what_is_the_registrations_names_who_to_ask(filled, client_of, path):
    refused = client_of(filled.bas).get(path)
    assert refused.status_code == 403
    assert "Olga Visser" in refused.content.decode()
    assert client_of(filled.olga).get(path).status_code == 200


def test_the_pages_about_one_seat_holding_and_deputyship(filled, client_of):
    client = client_of(filled.olga)
    for name, row in (
        ("holding_edit", Holding.objects.get()), ("holding_end", Holding.objects.get()), ("seat_edit", Seat.objects.get()),
        ("seat_end", Seat.objects.get()), ("deputyship_end", Deputyship.objects.get()),
    ):  # fmt: skip
        assert client.get(reverse(f"organisation:{name}", args=[row.pk])).status_code == 200


def test_personnel_numbers_are_the_registrations(filled, client_of):
    for path in ("/people/", "/people/kim-smit/", "/people/?q=Kim"):
        assert "2001" not in client_of(filled.bas).get(path).content.decode()
        assert "2001" in client_of(filled.olga).get(path).content.decode()
    assert "Kim" not in client_of(filled.bas).get("/people/", {"q": "2001"}).content.decode()


def test_a_guest_sees_those_they_work_with(filled, client_of):
    client = client_of(filled.gus)
    shown = client.get("/people/").content.decode()
    assert "Bas Bakker" in shown
    assert "Olga Visser" in shown
    assert "Kim Smit" not in shown
    assert client.get("/people/kim-smit/").status_code == 404
    bodies.seat(filled.board, person=filled.gus, kind="advisor", function="Outside", by=None, at=filled.at)
    bodies.seat(filled.board, person=filled.kim, kind="member", function="HR", by=None, at=filled.at)
    assert client.get("/people/kim-smit/").status_code == 200


def test_who_left_is_seen_by_operators_and_at_their_time(filled, client_of):
    before = timezone.localdate() - timedelta(days=30)
    people.leave(filled.kim, by=None, at=filled.at)
    assert client_of(filled.bas).get("/people/kim-smit/").status_code == 404
    assert client_of(filled.bas).get("/people/kim-smit/", {"at": before.isoformat()}).status_code == 200
    assert "Kim Smit" in client_of(filled.olga).get("/people/", {"presence": "gone"}).content.decode()
    assert client_of(filled.bas).get("/people/", {"at": "yesterday"}).status_code == 200


def test_searching_brings_only_what_is_found(filled, client_of):
    for path, mark in (("/people/", "Kim"), ("/units/", "Human"), ("/roles/", "Intranet"), ("/bodies/", "Steering")):
        part = client_of(filled.bas).get(path, {"q": mark}, headers={"HX-Request": "true"}).content.decode()
        assert 'id="found"' in part, path
        assert mark in part, path
        assert "<html" not in part, path


def test_a_required_function_that_nobody_carries_is_shown(filled, client_of):
    shown = client_of(filled.bas).get("/bodies/steering-group/").content.decode()
    assert shown.count("Required and missing") == 1


def test_lists_cost_the_same_with_few_and_with_many(filled, client_of, django_assert_max_num_queries):
    client = client_of(filled.olga)
    costs: dict[str, list[int]] = {}
    for many in (False, True):
        if many:
            for number in range(60):
                people.register(name=f"Person {number}", unit=filled.hr, by=None, at=filled.at)
            for row in Person.objects.filter(name__startswith="Person")[:20]:
                roles.hold(filled.manager, person=row, by=None, at=filled.at)
                bodies.seat(filled.board, person=row, kind="member", function=row.name, by=None, at=filled.at)
                deputies.deputise(row, deputy=filled.bas, by=None, at=filled.at)
        client.get(
            f"/people/{filled.olga.key}/"
        )  # the facts are read once after each change, by whichever page comes first
        for path in FOR_ALL:
            with django_assert_max_num_queries(60) as counted:
                client.get(path)
            costs.setdefault(path, []).append(len(counted))
    unequal = {path: cost for path, cost in costs.items() if cost[1] > cost[0] + 1 and "history" not in path}
    assert unequal == {}
    assert max(cost[1] for cost in costs.values()) <= 27


def test_registering_changing_and_leaving_by_the_screens(filled, client_of):
    client = client_of(filled.olga)
    made = client.post("/people/new/", {"name": "Ann Bos", "kind": "employee", "number": "77", "unit": filled.it.pk})
    assert (made.status_code, made["Location"]) == (302, "/people/ann-bos/")
    seen = client.get("/people/ann-bos/edit/").context["form"]["seen"].value()
    changed = client.post(
        "/people/ann-bos/edit/", {"name": "Ann de Bos", "kind": "employee", "number": "77", "unit": "", "seen": seen}
    )
    assert changed.status_code == 302
    assert Person.objects.get(key="ann-bos").unit is None
    wrong = client.post("/people/ann-bos/leave/", {"left_on": "2020-01-01"})
    assert wrong.status_code == 400
    assert "past" in wrong.content.decode()
    assert client.post("/people/ann-bos/leave/", {"left_on": timezone.localdate().isoformat()}).status_code == 302
    assert not Person.objects.get(key="ann-bos").counts(timezone.now())


def test_the_second_editor_keeps_what_they_typed_and_chooses(filled, client_of):
    client = client_of(filled.olga)
    seen = client.get("/units/hr/edit/").context["form"]["seen"].value()
    Unit.objects.filter(key="hr").update(name="People")
    typed = {"name": "Human affairs", "parent": filled.top.pk, "head": "Hanna Mulder · hanna-mulder", "seen": seen}
    refused = client.post("/units/hr/edit/", typed)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Human affairs" in page
    assert "is now “People”" in page
    typed["seen"] = refused.context["form"]["seen"].value()
    assert client.post("/units/hr/edit/", typed).status_code == 302
    assert Unit.objects.get(key="hr").name == "Human affairs"


def test_somebody_is_found_by_name_address_or_key_and_never_guessed(filled, client_of):
    client = client_of(filled.olga)
    people.register(name="Kim Smit", by=None, at=filled.at)
    url = "/roles/intranet-manager/hold/"
    assert "Several people" in client.post(url, {"person": "Kim Smit"}).content.decode()
    assert "Nobody is known" in client.post(url, {"person": "Kimberley"}).content.decode()
    assert client.post(url, {"person": "bas@example.org"}).status_code == 302
    assert "Kim Smit · kim-smit-2" in client.get("/people/suggest/", {"head": "kim"}).content.decode()
    assert client.get("/people/suggest/", {"head": "k"}).content.strip() == b""


def test_seats_roles_and_deputies_by_the_screens(filled, client_of):
    client = client_of(filled.olga)
    seat = {"person": "hanna@example.org", "kind": "member", "function": "HR", "alternate": "", "ring": ""}
    assert client.post("/bodies/steering-group/seat/", seat).status_code == 302
    assert client.post("/bodies/steering-group/seat/", seat).status_code == 409
    held = Seat.objects.get(person=filled.hanna)
    assert client.post(reverse("organisation:seat_end", args=[held.pk]), {"valid_until": ""}).status_code == 302
    own = client_of(filled.bas).post("/people/bas-bakker/deputy/", {"deputy": "Kim Smit"})
    assert own.status_code == 302
    assert Deputyship.objects.filter(acting_for=filled.bas, by=filled.kim).exists()
    assert client_of(filled.bas).get("/people/hanna-mulder/deputy/").status_code == 403


def test_the_organisation_is_named(filled, client_of):
    client = client_of(filled.olga)
    values = {
        "name": "Waterland",
        "zone": "Europe/Amsterdam",
        "country": "NL",
        "holidays": "2026-12-25\n",
        "language": "nl",
    }
    assert client.post("/registration/organisation/", values).status_code == 302
    row = Organisation.objects.get()
    assert (row.name, row.holidays) == ("Waterland", ["2026-12-25"])
    assert client.post("/registration/organisation/", values | {"holidays": "Christmas"}).status_code == 400


def test_an_operator_prints_a_letter_that_counts_once(filled, client_of):
    client = client_of(filled.olga)
    answer = client.post("/people/kim-smit/invite/", {"channel": "letter"})
    letter = client.get(answer["Location"])
    assert letter.status_code == 200
    assert letter.headers["Cache-Control"].startswith("max-age=0")
    assert "<svg" in letter.content.decode()
    head, other = client_of(filled.hanna), client_of(filled.bas)
    assert head.get(answer["Location"]).status_code == 200
    assert other.get(answer["Location"]).status_code == 403
    invitation = Invitation.objects.get()
    assert client.post(reverse("organisation:invitation_withdraw", args=[invitation.pk])).status_code == 302
    assert client.get(answer["Location"]).status_code == 410
