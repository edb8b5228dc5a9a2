"""Errors, toasts, preferences and parts as the browser gets them."""

import json

import pytest
from django.conf import settings as live_settings
from django.contrib.staticfiles import finders
from django.db import DataError, InterfaceError, OperationalError
from django.test import Client, override_settings

from polder.base.frame import Preferences, frame
from polder.base.outage import database_is_away

pytestmark = pytest.mark.urls("tests.base.urls")
HTMX = {"HX-Request": "true"}
WITHOUT_PEOPLE = [name for name in live_settings.MIDDLEWARE if not name.startswith("polder.ground.")]


@pytest.fixture
def nobody(monkeypatch, settings) -> Client:
    """Somebody who is not signed in; the frame knows no organisation and no menu, and nobody looks up who is there."""
    settings.MIDDLEWARE = WITHOUT_PEOPLE
    monkeypatch.setattr(frame, "organisation", lambda request: "")
    monkeypatch.setattr(frame, "person", lambda request: "")
    monkeypatch.setattr(frame, "stored_preferences", lambda request: Preferences())
    monkeypatch.setattr(frame, "search_url_name", "")
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_a_typed_error_becomes_a_page_with_its_status_and_sentence(nobody):
    answer = nobody.get("/refuse/")
    assert answer.status_code == 409
    assert "“Homepage” &lt;b&gt;changed&lt;/b&gt; since you opened it." in answer.text
    assert "Kim wrote at 10:30." in answer.text
    assert 'data-code="stale"' in answer.text


@pytest.mark.django_db
def test_for_htmx_it_lands_where_problems_stand(nobody):
    answer = nobody.get("/refuse/", headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#problems")
    assert "<html" not in answer.text
    assert 'role="alert"' in answer.text


def test_a_database_that_is_away_is_said_in_plain_words_without_asking_it(nobody):
    answer = nobody.get("/away/", headers={"Accept-Language": "nl"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Polder kan niet bij de gegevens" in answer.text


def test_htmx_hears_of_it_too(nobody):
    answer = nobody.get("/away/", headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (503, "#problems")
    assert "<html" not in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_database_that_is_away_before_the_view_is_reached_is_said_too(nobody, settings, headers):
    settings.MIDDLEWARE = [*WITHOUT_PEOPLE[:6], "tests.base.urls.breaks_early"]
    answer = nobody.get("/sign-in/", headers=headers)
    assert answer.status_code == 503
    assert "cannot write at the moment" in answer.text
    assert ("<html" in answer.text) is not bool(headers)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/mistake/", 500, "Something broke on our side"),
        ("/forbid/", 403, "This is not open to you"),
        ("/nowhere/", 404, "There is nothing here"),
    ],
)
def test_error_pages_ask_no_database(nobody, address, status, words):
    answer = nobody.get(address)
    assert answer.status_code == status
    assert words in answer.text


def test_a_form_without_its_token_gets_a_page_that_says_what_to_do(settings):
    settings.MIDDLEWARE = WITHOUT_PEOPLE
    answer = Client(enforce_csrf_checks=True).post("/undo/")
    assert answer.status_code == 403
    assert "too old to send this" in answer.text


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (InterfaceError("connection already closed"), True),
        (OperationalError("server closed the connection"), True),
        (DataError("value too long"), False),
    ],
)
def test_an_outage_is_told_from_a_mistake(error, passes):
    assert database_is_away(error) is passes


@pytest.mark.parametrize(("said", "passes"), [("database or disk is full", True), ("no such table: x", False)])
def test_sqlite_s_one_exception_is_told_apart_by_what_it_says(said, passes):
    import sqlite3

    error = OperationalError(said)
    error.__cause__ = sqlite3.OperationalError(said)
    assert database_is_away(error) is passes


@pytest.mark.django_db
def test_success_is_said_in_the_part_that_htmx_gets(nobody):
    answer = nobody.post("/approve/", headers=HTMX)
    said = json.loads(answer.headers["HX-Trigger"])
    assert said == {"polder:toast": {"toasts": [{"text": "Approved", "undo": "/undo/"}]}}
    assert "<html" not in answer.text


@pytest.mark.django_db
def test_without_script_the_same_post_leads_to_the_page(nobody):
    answer = nobody.post("/approve/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/styleguide/plain/")


@pytest.mark.django_db
def test_the_answer_depends_on_who_asks_htmx_or_the_browser(nobody):
    assert "HX-Request" in nobody.get("/sign-in/").headers["Vary"]


@pytest.mark.django_db
def test_whose_session_ended_signs_in_on_a_page_of_its_own_and_comes_back(nobody):
    answer = nobody.get("/closed/", headers=HTMX | {"HX-Current-URL": "http://testserver/matrix/?facet=design"})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=/matrix/%3Ffacet%3Ddesign"


@pytest.mark.django_db
def test_the_content_policy_allows_nothing_inline(nobody):
    policy = nobody.get("/sign-in/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_what_was_chosen_is_remembered_and_handed_to_who_keeps_it(nobody, monkeypatch):
    kept: list[Preferences] = []
    monkeypatch.setattr(frame, "keep_preferences", lambda request, chosen: kept.append(chosen))
    answer = nobody.post(
        "/preferences/", {"theme": "dark", "language": "nl", "keys": "off", "next": "/styleguide/plain/"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/styleguide/plain/")
    assert {name: morsel.value for name, morsel in answer.cookies.items()} == {
        "polder_theme": "dark", "polder_keys": "off", "polder_language": "nl",
    }  # fmt: skip
    assert all(morsel["httponly"] for morsel in answer.cookies.values())
    assert kept == [Preferences(theme="dark", language="nl", single_keys=False)]


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_it_never_leads_elsewhere(nobody, target):
    assert nobody.post("/preferences/", {"next": target}).headers["Location"] == "/"


@pytest.mark.django_db
def test_what_it_does_not_know_it_ignores(nobody):
    answer = nobody.post("/preferences/", {"theme": "pink", "language": "xx", "keys": "maybe", "stay": "1"})
    assert answer.status_code == 204
    assert not answer.cookies


@pytest.mark.django_db
@override_settings(POLDER_DEMO=True)
def test_the_style_guide_shows_the_theme_and_language_that_were_chosen(nobody):
    nobody.cookies["polder_theme"] = "dark"
    nobody.cookies["polder_language"] = "nl"
    page = nobody.get("/styleguide/plain/").text
    assert '<html lang="nl" dir="ltr" data-theme="dark">' in page
    assert "Inloggen" in page


@pytest.mark.django_db
@override_settings(POLDER_DEMO=False)
def test_the_style_guide_is_not_there_in_production(nobody):
    assert nobody.get("/styleguide/").status_code == 404


@pytest.mark.django_db
def test_the_manifest_names_icons_that_exist(nobody):
    facts = nobody.get("/manifest.webmanifest").json()
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in facts["icons"])
