"""The import screen: a file of a stranger beside what was understood of it, questions in the page, a draft at the end."""

import io
import re
import stat
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from polder.governance.models import Assignment, ChangeSet
from polder.governance.views import importing_upload

SAMPLES = Path(__file__).parent / "importing" / "samples"
BAD = sorted(path for path in (SAMPLES / "bad").iterdir() if not path.name.endswith(".json"))
CSV = b"""Activity;Comms;IT;Finance
Homepage;R/A;C;I
Carousel;A;R/A;
Search;S;see note;
"""


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path, monkeypatch):
    """Tests run side by side; what one of them does to the folder of uploads concerns no other."""
    monkeypatch.setattr(settings, "POLDER_HOME", tmp_path)


@pytest.fixture
def kim(cast, client_of):
    return client_of(cast["noor"])


def uploaded(client: Client, data: bytes = CSV, name: str = "raci.csv") -> str:
    """The address of the reading."""
    answer = client.post(reverse("governance:import"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def folder() -> Path:
    return Path(settings.POLDER_HOME) / "uploads"


def test_the_file_stands_beside_its_reading_with_the_numbers_of_its_rows(kim):
    page = kim.get(uploaded(kim)).content.decode()
    assert "Read as RASCI, aspects down" in page
    assert '<td class="rn">2</td><td>Homepage</td><td class="ctr">R/A</td>' in page
    assert '<span class="rn">2</span>Homepage' in page
    assert page.index("see note") < page.index("What was read")
    assert "no letter" in page


def test_the_title_above_a_later_table_is_shown_as_the_section_that_it_is_read_as(kim):
    data = b"Activity;Comms;IT\nHomepage;A;R\n\nPersonnel;;\nActivity;Comms;IT\nLeave;R;A\n\nMoney;matters;\nActivity;Comms;IT\nTax;R;A\n"
    page = kim.get(uploaded(kim, data)).content.decode()
    right = page[page.index("What was read") :]
    assert '<th colspan="3" scope="colgroup">Personnel</th>' in right
    assert '<th colspan="3" scope="colgroup">Money matters</th>' in right
    assert '<tr class="sec"><td class="rn">4</td><td colspan="3">Personnel</td></tr>' in page
    assert "left out" not in right[: right.index("</table>")]


def test_what_is_not_sure_is_amber_and_what_must_be_chosen_red(kim):
    page = kim.get(uploaded(kim)).content.decode()
    assert '<tr class="bad"><td class="rn">3</td><td>Carousel</td><td class="ctr hot">A</td>' in page
    assert '<tr class="q"><td class="rn">4</td>' in page or '<tr class="bad"><td class="rn">4</td>' in page
    assert '<td class="ctr hot">see note</td>' in page


def test_questions_are_answered_in_the_address_and_stay_answered(kim):
    address = uploaded(kim)
    page = kim.get(address).content.decode()
    assert 'name="ask:letter_meaning:S"' in page
    assert 'name="accountable:1"' in page
    answered = kim.get(address, {"ask:letter_meaning:S": "C", "accountable:1": "IT"}).content.decode()
    assert re.search(r'name="ask:letter_meaning:S" value="C" checked', answered)
    assert re.search(r'name="accountable:1" value="IT" checked', answered)
    assert "3 answer" not in answered
    assert "Carousel: 2 answer" not in answered


def test_htmx_gets_the_reading_alone(kim):
    page = kim.get(uploaded(kim), headers={"HX-Request": "true"}).content.decode()
    assert 'id="reading"' in page
    assert "<html" not in page


def test_an_answer_that_is_not_offered_is_refused_in_words(kim):
    address = uploaded(kim)
    for sent in ({"ask:letter_meaning:S": "Z"}, {"ask:nothing": "x"}, {"party:Comms": "unit:nowhere"}):
        assert kim.get(address, sent).status_code == 400
    stale = kim.get(address, {"accountable:1": "Finance"})  # offered no more: it counts as not given
    assert stale.status_code == 200


def test_saving_makes_a_draft_that_changes_nothing_and_throws_the_file_away(kim, cast):
    address = uploaded(kim)
    before = Assignment.objects.count()
    answer = kim.post(address, {"ask:letter_meaning:S": "R", "accountable:1": "IT", "party:Finance": "new"})
    draft = ChangeSet.objects.get()
    assert answer["Location"] == reverse("governance:change_set", args=[draft.pk])
    assert (draft.state, draft.author) == (ChangeSet.State.DRAFT, cast["noor"])
    assert len(draft.fingerprint) == 64
    assert draft.reading
    assert draft.reading["format"] == "polder-matrix/1"
    assert {"role.create", "aspect.create", "assign"} & {next(iter(line)) for line in draft.lines}
    assert Assignment.objects.count() == before
    assert not list(folder().iterdir())


def test_a_party_may_be_somebody_else_than_its_name_says(kim):
    address = uploaded(kim)
    kim.post(address, {"party:Finance": "unit:hr"})
    assert any("unit:hr" in str(line) for line in ChangeSet.objects.get().lines)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_file_that_cannot_be_read_is_said_in_one_sentence_and_not_kept(kim, path):
    answer = kim.post(reverse("governance:import"), {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    assert answer.status_code == 422
    assert "data-trouble>" in answer.content.decode()
    assert not folder().exists() or not list(folder().iterdir())


@pytest.mark.parametrize(
    "name", ["raci.xlsx", "raci.ods", "raci.docx", "raci.csv", "raci.md", "raci.html", "raci", "a.exe"]
)
@pytest.mark.parametrize("data", [b"", b"\x00\xff\x00garbage", b"PK\x03\x04 broken", b"hello"], ids=repr)
def test_garbage_is_no_matrix(kim, name, data):
    answer = kim.post(reverse("governance:import"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422


def test_a_bomb_is_not_unpacked(kim):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    answer = kim.post(reverse("governance:import"), {"file": SimpleUploadedFile("raci.xlsx", packed.getvalue())})
    assert answer.status_code == 422


def test_a_disk_that_takes_no_file_is_said(kim):
    folder().write_text("in the way")
    answer = kim.post(reverse("governance:import"), {"file": SimpleUploadedFile("raci.csv", CSV)})
    folder().unlink()
    assert answer.status_code == 507
    assert "could not be kept" in answer.content.decode()


def test_a_file_that_says_what_is_in_force_makes_no_draft(kim, cast):
    same = b"Aspect;Communications;Platform owner\nHomepage;A;\nTechnology platform;;A\n"
    address = uploaded(kim, same)
    assert kim.post(address, {"all": "1"})["Location"] == f"{address}?all=1"  # the answers stay
    assert not ChangeSet.objects.exists()


def test_what_is_too_large_is_refused_before_it_is_read(kim, monkeypatch):
    address = reverse("governance:import")

    class Untouchable:
        def read(self, *_size: int) -> bytes:
            raise AssertionError("it was read")

        readline = read

    large = {"CONTENT_LENGTH": str(11 * 1024 * 1024), "wsgi.input": Untouchable()}
    kim.handler.enforce_csrf_checks = True
    answer = kim.generic("POST", address, b"", "multipart/form-data; boundary=x", **large)
    assert answer.status_code == 413
    assert "larger than 10 MB" in answer.content.decode()


def test_the_token_of_the_form_is_asked_for_all_the_same(kim):
    kim.handler.enforce_csrf_checks = True
    answer = kim.post(reverse("governance:import"), {"file": SimpleUploadedFile("raci.csv", CSV)})
    assert answer.status_code == 403


def test_scripts_in_a_file_are_text(kim):
    evil = b"""<table><tr><th>Activity</th><th>&lt;script&gt;alert(1)&lt;/script&gt;</th><th>IT</th></tr>
    <tr><td>&lt;img src=x onerror=alert(2)&gt;</td><td>R/A</td><td>&lt;b&gt;C&lt;/b&gt;</td></tr>
    <tr><td>Search</td><td>R</td><td>A</td></tr></table>"""
    page = kim.get(uploaded(kim, evil, "<b>raci.html")).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(2)&gt;" in page
    assert "<b>raci" not in page


def test_a_file_that_is_gone_is_asked_for_again_where_one_drops_it(kim):
    address = uploaded(kim)
    next(folder().iterdir()).unlink()
    answer = kim.get(address)
    assert answer.status_code == 404
    assert "This file is not kept here any more. Choose it again." in answer.text
    assert 'action="/matrix/import/"' in answer.text
    assert "not kept here any more" in kim.get(address, headers={"HX-Request": "true"}).text


def test_back_after_saving_and_the_button_pressed_twice_lead_to_the_same_draft(kim):
    address = uploaded(kim)
    first = kim.post(address)["Location"]
    assert kim.post(address)["Location"] == first
    assert kim.get(address)["Location"] == first
    assert ChangeSet.objects.filter(title__startswith="Import of").count() == 1


def test_nobody_sees_the_file_of_somebody_else(kim, cast, client_of):
    address = uploaded(kim)
    other = client_of(cast["tim"])
    assert other.get(address).status_code == 404
    assert other.post(address).status_code == 404
    other.post(f"{address}drop/")
    assert kim.get(address).status_code == 200
    kim.logout()
    assert kim.get(address).status_code == 302


def test_the_file_is_kept_for_its_owner_alone_and_not_for_long(kim, monkeypatch):
    uploaded(kim)
    (path,) = folder().iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    monkeypatch.setattr(importing_upload, "KEPT_FOR", -1)
    uploaded(kim)
    assert not path.exists()


def test_another_file_takes_its_place(kim):
    address = uploaded(kim)
    assert kim.post(f"{address}drop/")["Location"] == reverse("governance:import")
    assert not list(folder().iterdir())


def test_of_a_long_file_the_first_rows_are_shown_until_all_are_asked_for(kim):
    long = b"Activity;IT;HR\n" + b"".join(b"Aspect %d;R/A;C\n" % number for number in range(400))
    address = uploaded(kim, long)
    page = kim.get(address).content.decode()
    assert "Aspect 200" in page
    assert "Aspect 390" not in page.split('class="sheetgrid"')[1].split("</table>")[0]
    assert "Aspect 390" in kim.get(address, {"all": "1"}).content.decode()


def test_a_wide_file_does_not_fill_the_page(kim):
    heads = b"Activity;" + b";".join(b"Team %d" % number for number in range(200))
    wide = heads + b"".join(b"\nAspect %d;R/A" % number + b";C" * 199 for number in range(3))
    page = kim.get(uploaded(kim, wide)).content.decode()
    assert page.count('class="ctr"') <= 3 * 80
    assert "more columns are not shown" in page


@pytest.mark.parametrize(
    "path", [p for p in sorted(SAMPLES.iterdir()) if p.is_file() and p.suffix != ".json"], ids=lambda p: p.name
)
def test_every_sample_can_be_looked_at_and_saved(kim, path):
    address = uploaded(kim, path.read_bytes(), path.name)
    assert kim.get(address).status_code == 200
    assert kim.post(address).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_in_the_browser_a_chosen_file_is_read_and_its_questions_are_answered(cast, page, signed_in, axe):
    signed_in(page, cast["noor"])
    page.goto("/matrix/import/")
    axe(page)
    page.set_input_files("#file", {"name": "raci.csv", "mimeType": "text/csv", "buffer": CSV})
    page.wait_for_url("**/matrix/import/*/")
    axe(page)
    page.locator('.qs input[type="radio"][name="accountable:1"][value="IT"]').first.click()
    page.wait_for_url("**accountable*")
    page.locator(".qs li.ok").wait_for()
    page.set_viewport_size({"width": 390, "height": 800})
    axe(page)
    page.get_by_role("button", name="Save as draft").click()
    page.wait_for_url("**/matrix/changes/*/")
    assert ChangeSet.objects.get().lines
