"""The first run: three steps from an empty installation to a working matrix, for whoever has the founding code."""

import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from polder.governance import founding_code
from polder.governance.models import Aspect, Assignment, ChangeSet
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Body, Organisation, Person, Role

pytestmark = pytest.mark.django_db
FIRST, MATRIX, PEOPLE = "/found/", "/found/matrix/", "/found/people/"
WHERE = {"name": "Gemeente Waterland", "guardian": "Stuurgroep intranet", "zone": "Europe/Amsterdam", "language": "nl"}
ME = {"name": "Olga Beheer", "email": "olga@example.org", "password": "een lange zin als sleutel", "chair": "me"}
CSV = b"Taak;Stuurgroep intranet;IT;Communicatie\nStrategie;A;R;C\nNieuws;;C;R/A\nZoeken;A;A;\n"


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path, monkeypatch):
    """Tests run side by side; a code or an upload of one of them concerns no other."""
    monkeypatch.setattr(settings, "POLDER_HOME", tmp_path)


@pytest.fixture
def founder() -> Client:
    client = Client()
    assert client.get(FIRST, {"code": founding_code.code()})["Location"] == FIRST
    return client


def nothing_is_there() -> bool:
    return not any(rows.exists() for rows in (Organisation.objects, Person.objects, Aspect.objects, Event.objects))


def test_without_the_code_there_is_only_the_question_for_it(client):
    page = client.get(FIRST)
    assert page.status_code == 200
    assert "Founding code" in page.content.decode()
    assert founding_code.code() not in page.content.decode()
    for address in (MATRIX, PEOPLE, f"{MATRIX}{'0' * 32}/"):
        assert client.post(address, ME)["Location"] == FIRST
    for wrong in ("", "AAAA-BBBB-CCCC-DDDD", "é", "x" * 5000):
        assert client.post(FIRST, {"code": wrong}).status_code == 422
    assert nothing_is_there()


def test_the_code_may_be_typed_in_any_case_and_lies_where_only_its_owner_reads_it(client):
    code = founding_code.code()
    assert code == founding_code.code()
    assert client.post(FIRST, {"code": f" {code.lower().replace('-', ' ')} "})["Location"] == FIRST
    path = Path(settings.POLDER_HOME) / "founding.code"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_code_closes_what_an_old_one_opened(founder):
    founding_code.throw_away()
    assert "Founding code" in founder.get(FIRST).content.decode()
    assert founder.get(MATRIX)["Location"] == FIRST


def test_from_a_template_to_a_matrix_in_which_the_operator_is_signed_in(founder):
    assert founder.post(FIRST, WHERE)["Location"] == MATRIX
    assert founder.post(MATRIX, {"start": "template"})["Location"] == PEOPLE
    assert "13 aspects, 13 roles" in founder.get(PEOPLE).content.decode()
    assert nothing_is_there()
    assert founder.post(PEOPLE, ME)["Location"] == reverse("governance:matrix")
    decision = ChangeSet.objects.get()
    assert decision.founding
    olga = Person.objects.get()
    assert (olga.name, olga.operator, olga.check_password(ME["password"])) == ("Olga Beheer", True, True)
    assert Organisation.objects.get().name == "Gemeente Waterland"
    assert Aspect.objects.filter(name="Zoeken").exists() or Aspect.objects.filter(name="Search").exists()
    assert Body.objects.get().name == "Stuurgroep intranet"
    assert founder.get(reverse("governance:matrix")).status_code == 200
    assert not (Path(settings.POLDER_HOME) / "founding.code").exists()


def test_from_the_file_that_exists_with_its_questions_answered(founder):
    founder.post(FIRST, WHERE)
    address = founder.post(MATRIX, {"file": SimpleUploadedFile("raci.csv", CSV)})["Location"]
    page = founder.get(address).content.decode()
    assert '<span class="rn">2</span>Strategie' in page
    assert 'name="accountable:2"' in page
    assert founder.post(address, {"accountable:2": "IT"})["Location"] == PEOPLE
    founder.post(PEOPLE, ME)
    assert set(Role.objects.values_list("name", flat=True)) == {"IT", "Communicatie"}
    given = Assignment.objects.filter(letter="A").values_list("aspect__name", "party__ref")
    assert Assignment.objects.filter(letter="A", aspect__name="Zoeken").count() == 1, list(given)
    assert len(ChangeSet.objects.get().fingerprint) == 64
    assert not list((Path(settings.POLDER_HOME) / "uploads").iterdir())


def test_aspects_keep_the_order_of_the_file(founder):
    founder.post(FIRST, WHERE)
    data = b"Task;IT\nZebra;A\nMule;A\nApe;A\n"
    address = founder.post(MATRIX, {"file": SimpleUploadedFile("raci.csv", data)})["Location"]
    founder.post(address)
    founder.post(PEOPLE, ME)
    in_order = Aspect.objects.exclude(key="intranet").order_by("position", "name").values_list("name", flat=True)
    assert list(in_order) == ["Zebra", "Mule", "Ape"]


def test_a_file_that_is_gone_leads_back_to_where_one_chooses(founder):
    founder.post(FIRST, WHERE)
    address = founder.post(MATRIX, {"file": SimpleUploadedFile("raci.csv", CSV)})["Location"]
    founder.post(address, {"accountable:2": "IT"})
    next((Path(settings.POLDER_HOME) / "uploads").iterdir()).unlink()
    for at in (PEOPLE, address):
        answer = founder.get(at, follow=True)
        assert answer.redirect_chain[-1][0].startswith(MATRIX)
        assert "This file is not kept here any more" in answer.text
    assert founder.post(PEOPLE, ME)["Location"] == MATRIX
    founder.post(MATRIX, {"start": "template"})
    assert founder.get(PEOPLE).status_code == 200


def test_somebody_else_may_chair(founder):
    founder.post(FIRST, WHERE)
    founder.post(MATRIX, {"start": "empty"})
    assert founder.post(PEOPLE, ME | {"chair": "another"}).status_code == 422
    same = {"chair": "another", "chair_name": "Chris", "chair_email": ME["email"].upper()}
    assert founder.post(PEOPLE, ME | same).status_code == 422
    twin = {"chair": "another", "chair_name": ME["name"], "chair_email": "x@example.org"}
    assert founder.post(PEOPLE, ME | twin).status_code == 422
    assert nothing_is_there()
    assert founder.post(PEOPLE, ME | same | {"chair_email": ""}).status_code == 302
    assert not Person.objects.get(name="Chris").operator


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"password": "olga@example.org"}, {"email": "no"}, {"name": " "}]
)
def test_mistakes_are_said_and_nothing_is_half_made(founder, wrong):
    founder.post(FIRST, WHERE)
    founder.post(MATRIX, {"start": "template"})
    answer = founder.post(PEOPLE, ME | wrong)
    assert answer.status_code == 422
    assert "This is not saved yet" in answer.content.decode()
    assert nothing_is_there()


def test_each_step_asks_for_the_one_before(founder):
    assert founder.get(MATRIX)["Location"] == FIRST
    assert founder.get(PEOPLE)["Location"] == FIRST
    assert founder.post(FIRST, WHERE | {"zone": "Moon/Base"}).status_code == 422
    founder.post(FIRST, WHERE)
    assert founder.get(PEOPLE)["Location"] == MATRIX
    assert founder.post(MATRIX, {"file": SimpleUploadedFile("raci.xlsx", b"PK broken")}).status_code == 422


def test_the_password_never_waits_in_the_session(founder):
    founder.post(FIRST, WHERE)
    founder.post(MATRIX, {"start": "template"})
    founder.post(PEOPLE, ME | {"email": "no"})
    assert ME["password"] not in str(dict(founder.session))
    assert ME["password"] not in founder.get(PEOPLE).content.decode()


def test_where_there_is_an_organisation_the_founding_does_not_exist(cast, client, client_of):
    for address in (FIRST, MATRIX, PEOPLE, f"{MATRIX}{'0' * 32}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, ME).status_code == 404
        assert client_of(cast["noor"]).get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_in_the_browser_from_the_code_to_the_matrix(page, axe):
    page.goto("/found/")
    axe(page)
    page.goto(f"/found/?code={founding_code.code()}")
    page.fill("#id_name", "Gemeente Waterland")
    page.fill("#id_guardian", "Stuurgroep intranet")
    axe(page)
    page.get_by_role("button", name="On to the first matrix").click()
    axe(page)
    page.set_input_files("#file", {"name": "raci.csv", "mimeType": "text/csv", "buffer": CSV})
    page.wait_for_url("**/found/matrix/*/")
    axe(page)
    page.locator('input[name="accountable:2"][value="IT"]').check()
    page.locator(".qs li.ok").wait_for()
    page.get_by_role("button", name="On to yourself").click()
    page.fill("#id_name", "Olga Beheer")
    page.fill("#id_email", "olga@example.org")
    page.fill("#id_password", ME["password"])
    page.set_viewport_size({"width": 390, "height": 800})
    axe(page)
    page.get_by_role("button", name="Found the organisation").click()
    page.wait_for_url("**/matrix/")
    assert ChangeSet.objects.get().founding
