"""CSV files of people and units: what they say, what they would do, all or nothing."""

from datetime import UTC

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from polder.base.time import parse_moment
from polder.ground.ledger.models import Event
from polder.ground.organisation import csvimport
from polder.ground.organisation.errors import NotAssigned
from polder.ground.organisation.models import Person, Unit
from tests.ground.organisation.conftest import AT, House, build


@pytest.fixture
def load(house):
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Amsterdam")

    def act(text, what="people", *, write=True, by=None):
        content = text.encode() if isinstance(text, str) else text
        run = csvimport.load if write else csvimport.preview
        return run(content, what, by=by or house.olga, at=house.at, zone=zone)

    return act


def troubles(seen):
    return [(trouble.line, trouble.column) for trouble in seen.troubles]


@pytest.mark.parametrize(
    "text",
    [
        "Naam;E-mail;Personeelsnummer;Afdeling;In dienst\nAnn Bos;ann@example.org;88;hr;01-04-2026\n",
        "name,email,number,unit,active from\nAnn Bos,ann@example.org,88,Human resources,2026-04-01\n",
        "Full name\tEmail address\tPersonnel number\tDepartment\tFrom\nAnn Bos\tann@example.org\t88\tHR\t2026-04-01\n",
    ],
)
def test_the_same_line_in_english_and_dutch_and_with_any_delimiter(load, house, text):
    seen = load(text.replace("HR", "hr"))
    ann = Person.objects.get(number="88")
    assert (seen.new, ann.unit, ann.email) == (1, house.hr, "ann@example.org")
    assert ann.active_from == parse_moment("2026-04-01T00:00:00+02:00", UTC)


def test_a_preview_writes_nothing_and_says_the_same(load):
    before = (Person.objects.count(), Event.objects.count())
    seen = load("name;number\nAnn Bos;88\nKim Smit-Bos;2001\nBas Bakker;2002\n", write=False)
    assert (seen.new, seen.changed, seen.same) == (1, 1, 1)
    assert [step.detail for step in seen.steps if step.effect == "changed"] == ["name"]
    assert (Person.objects.count(), Event.objects.count()) == before


def test_one_wrong_line_and_nothing_is_written(load):
    before = Event.objects.count()
    seen = load(
        "name;email;unit;kind;sponsor;left on\nAnn;ann@example.org;hr;;;\n;x@example.org;;;;\nBea;no address;;;;\n"
        "Cas;;Nowhere;;;\nDirk;olga@example.org;;robot;;\nEef;;;guest;;2026-09-01\nFay;;;guest;Nobody;2026-09-01\n"
        "Gé;;;guest;bas@example.org;soon\nAnn;ann@example.org;;;;\n"
    )
    assert troubles(seen) == [
        (3, "name"),
        (4, "email"),
        (5, "unit"),
        (6, "kind"),
        (7, "sponsor"),
        (8, "sponsor"),
        (9, "left on"),
        (10, ""),
    ]
    assert Event.objects.count() == before
    assert not Person.objects.filter(name="Ann").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no column"),
        (b"a;b\n1;2\n", "no column"),
        (b"name;naam\nA;B\n", "mean the same"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"name\n\x00\n", "not text"),
        (b"name\n" + b"x" * 2_100_000, "too large"),
        (b"name\n" + b"Ann\n" * 5_100, "at most"),
        (b"name;unit\nAnn;hr;more\n", "more values"),
        (b'name\n"never closed', "not CSV"),
        (b"name\n" + b"y" * 1_001 + b"\n", "too long"),
    ],
)
def test_what_is_no_such_file_is_said_so(load, content, sentence):
    seen = load(content)
    assert seen.troubles
    assert sentence in seen.troubles[0].sentence
    assert not seen.steps


def test_letters_of_an_older_windows_are_read(load):
    load("name\nAndré Müller\n".encode("cp1252"))
    assert Person.objects.filter(key="andre-muller").exists()


def test_units_hang_together_whatever_their_order(load):
    seen = load("naam;onderdeel van;hoofd\nTeam A;Sector Z;Kim Smit\nSector Z;works;\nIT;Sector Z;\n", "units")
    assert (seen.new, seen.changed) == (2, 1)
    assert str(Unit.objects.get(key="team-a").parent) == "Sector Z"
    assert Unit.objects.get(key="team-a", head__key="kim-smit")
    assert str(Unit.objects.get(key="it").parent) == "Sector Z"


def test_a_cycle_of_units_is_refused_with_its_line(load):
    seen = load("name;part of\nWorks;Human resources\n", "units")
    assert troubles(seen) == [(2, "part of")]
    assert Unit.objects.get(key="works").parent is None


def test_only_the_registration_imports(load, house):
    with pytest.raises(NotAssigned):
        load("name\nAnn\n", by=house.kim)
    with pytest.raises(NotAssigned):
        load("name\nAnn\n", by=house.kim, write=False)


def test_by_the_screen_first_looked_at_then_written(house, client_of):
    client = client_of(house.olga)

    def send(do, text):
        file = SimpleUploadedFile("people.csv", text.encode(), "text/csv")
        return client.post("/people/import/", {"what": "people", "do": do, "file": file})

    looked = send("look", "name;unit\nAnn Bos;hr\n")
    assert "Write this file" in looked.content.decode()
    assert not Person.objects.filter(name="Ann Bos").exists()
    assert send("write", "name;unit\nAnn Bos;nowhere\n").status_code == 422
    assert send("write", "name;unit\nAnn Bos;hr\n")["Location"] == "/people/"
    assert Person.objects.filter(name="Ann Bos").exists()
    assert client.post("/people/import/", {"what": "people"}).status_code == 422


class Whatever(TestCase):
    """Any bytes are answered, and written only when nothing is wrong."""

    def setUp(self):
        self.house = build(House())

    @settings(max_examples=25, deadline=None)
    @given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"name;unit;kind\n{text}".encode()))
    def test_any_content_is_answered(self, content):
        seen = csvimport.preview(content, "people", by=self.house.olga, at=AT, zone=UTC)
        assert seen.troubles or seen.steps or seen.new == 0
