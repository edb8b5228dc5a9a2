"""What the reading screens say: the date staff, the filters of findings, what comes first; that they fit on a phone."""

import json
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from polder.governance import loading, organisation_file, store
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.models import Aspect
from polder.governance.panels import of_party
from polder.governance.views import gridrows
from polder.governance.views.asof import LAST_TICK, moment_asked, staff
from polder.governance.why import story
from polder.ground.organisation.models import Body, Person, Role, Unit
from tests.look.inspection import overflow
from tests.waterland import FILE, FOUNDED

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
CHANGED = [date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2028, 1, 1)]
LONG = "Gemeenschappelijkedienstverleningscoördinatiecommissie voor inwoners, ondernemers en verenigingen in de polder"


@pytest.mark.parametrize(
    ("shown", "following"),
    [
        ("", date(2026, 4, 1)),
        ("2026-04-01", date(2026, 7, 1)),
        ("2026-05-20", date(2026, 7, 1)),
        ("2026-07-01", date(2028, 1, 1)),  # beyond the staff, and still the next
        ("2028-01-01", None),
        ("2025-12-01", date(2026, 1, 1)),
    ],
)
def test_the_next_change_is_the_one_after_the_day_shown(shown, following):
    assert staff(CHANGED, moment_asked(shown, NOW, ZONE), NOW).next_change == following


def test_the_last_tick_of_the_staff_has_room_for_its_words():
    for day in ("", "2026-12-31", "2024-02-29"):
        drawn = staff(CHANGED, moment_asked(day, NOW, ZONE), NOW)
        assert drawn.ticks
        assert all(tick.place <= LAST_TICK for tick in drawn.ticks)


def test_who_answers_is_said_once_when_it_is_the_same_for_every_facet(cast):
    reading = store.reading_now()
    everywhere = story(reading, AspectKey("platform"), PartyKey("role:platform-owner"), cast.at)
    apart = story(reading, AspectKey("homepage"), PartyKey("unit:comms"), cast.at)
    assert [facets for facets, _names, _caretaker in everywhere.answers] == [()]
    assert {facets for facets, _names, _caretaker in apart.answers} == {("content", "technology"), ("design",)}


@pytest.mark.parametrize(("model", "key"), [(Body, "steering"), (Unit, "comms"), (Role, "platform-owner")])
def test_a_party_shows_what_it_answers_for_before_the_rest(cast, model, key):
    panel = of_party(model.objects.get(key=key), cast["noor"], cast.at)
    assert panel is not None
    letters = [each.assignment.letter for each in panel.held]
    assert letters == sorted(letters, key="ARCI".index)
    assert panel.total == len(letters)


def test_findings_are_counted_and_chosen_by_owner_and_aspect(cast, client_of):
    page = client_of(cast["noor"]).get("/findings/")
    everything = page.context["listed"]
    assert everything
    assert page.context["total"] == len(everything)
    assert sum(count for _severity, count in page.context["counts"]) == len(everything)
    chosen = everything[0]
    by_owner = client_of(cast["noor"]).get("/findings/", {"owner": chosen.open.owner or ""}).context["listed"]
    assert chosen.sentence in [each.sentence for each in by_owner]
    assert chosen.open.owner is None or {each.open.owner for each in by_owner} == {chosen.open.owner}
    by_aspect = client_of(cast["noor"]).get("/findings/", {"aspect": chosen.open.found.aspect}).context["listed"]
    assert {each.open.found.aspect for each in by_aspect} == {chosen.open.found.aspect}


def test_the_ledger_beside_a_comparison_is_that_of_the_same_time(cast, client_of):
    kim = client_of(cast["kim"])
    of_founding = kim.get("/matrix/history/", {"from": "2026-01-01", "to": "2026-02-01"})
    assert of_founding.context["timeline"].entries
    before = kim.get("/matrix/history/", {"from": "2025-01-01", "to": "2025-06-01"})
    assert not before.context["timeline"].entries
    assert "Nothing was recorded between these moments." in before.content.decode()


def test_another_day_says_so_and_leads_back_to_today(cast, client_of):
    noor = client_of(cast["noor"])
    future = noor.get("/matrix/", {"at": "2099-01-01", "party": "unit:comms"}).content.decode()
    assert "This is planned" in future
    assert 'href="?party=unit%3Acomms"' in future
    assert "This is how it was" in noor.get("/matrix/", {"at": "2026-02-01"}).content.decode()
    today = noor.get("/matrix/").content.decode()
    assert "This is planned" not in today
    assert "This is how it was" not in today


def test_the_number_of_parties_is_not_that_of_a_filter(cast, client_of):
    noor = client_of(cast["noor"])
    everything = noor.get("/matrix/").context
    filtered = noor.get("/matrix/", {"party": "unit:comms"}).context
    assert len(filtered["grid"].columns) == 1
    assert filtered["parties"] == everything["parties"] > 1


SCREENS = (
    "/", "/matrix/", "/matrix/?gaps=1", "/matrix/?at=2199-01-01", "/matrix/?q=nothing-is-called-this",
    "/matrix/why/?aspect=homepage&party=unit:comms", "/matrix/history/?from=2025-01-01", "/matrix/print/",
    "/aspects/homepage/", "/findings/", "/people/kim/", "/units/comms/", "/roles/platform-owner/", "/bodies/steering/",
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_reading_screen_is_wider_than_a_small_phone_whatever_the_names(
    cast, page: Page, signed_in, live_server, language
):
    Aspect.objects.filter(key__in=["homepage", "platform"]).update(name=LONG)
    Unit.objects.filter(key="comms").update(name=LONG.replace(" ", "-")[:100])
    Role.objects.filter(key="platform-owner").update(name=LONG)
    page.set_viewport_size({"width": 320, "height": 640})
    page.context.add_cookies([{"name": "polder_language", "value": language, "url": live_server.url}])
    signed_in(page, cast["kim"])
    too_wide = {}
    for path in SCREENS:
        page.goto(path)
        too_wide[path] = overflow(page)
    assert {path: by for path, by in too_wide.items() if by} == {}


@pytest.fixture
def empty() -> Person:
    """One person in an organisation that has no matrix yet: an aspect to begin with, and no letter on it."""
    document = json.loads(FILE.read_bytes())
    document["aspects"][0] |= {"guardian": None}
    document |= {"aspects": document["aspects"][:1], "assignments": [], "bodies": [], "roles": [], "deputies": []}
    loading.load(organisation_file.read(json.dumps(document).encode()), by=None, at=FOUNDED)
    return Person.objects.get(key="kim")


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_without_a_matrix_each_screen_says_so_and_leads_on(empty, page: Page, signed_in, axe):
    signed_in(page, empty)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/matrix/")
    expect(page.get_by_text("There is no matrix yet")).to_be_visible()
    expect(page.get_by_role("link", name="Import a file")).to_be_visible()
    for path in ("/matrix/", "/", "/findings/", "/matrix/history/", "/people/kim/", "/matrix/print/"):
        page.goto(path)
        axe(page)
        assert overflow(page) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_a_letter_explains_itself_by_keyboard_and_gets_the_focus_back(cast, page: Page, signed_in):
    signed_in(page, cast["kim"]).goto("/matrix/")
    stops = page.locator("table[data-grid] td > [tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    said = page.evaluate("document.activeElement.value")
    page.keyboard.press("Enter")
    expect(page.locator("#why h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#why")).to_be_hidden()
    assert page.evaluate("document.activeElement.value") == said
    expect(stops).to_have_count(1)


@pytest.mark.django_db
def test_a_large_matrix_comes_in_stretches_that_together_are_the_whole(cast, client_of, monkeypatch):
    monkeypatch.setattr(gridrows, "_CELLS", 1)
    monkeypatch.setattr(gridrows, "_FEWEST", 3)
    client = client_of(cast["meral"])
    address = "/matrix/"
    found: list[str] = []
    while address:
        answer = client.get(address, headers={"HX-Request": "true"} if found else {})
        text = answer.content.decode()
        found += re.findall(r"<tr [^>]*data-a=([\w.-]+)", text)
        assert ("<html" in text) == (address == "/matrix/")
        address = "/matrix/" + further[1] if (further := re.search(r'hx-get="(\?from=\d+)"', text)) else ""
    assert sorted(found) == sorted(Aspect.objects.values_list("key", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["3", "999999", "9999999", "-1", "²", "x"])
def test_without_script_a_stretch_is_a_page_and_nonsense_begins_with_the_first(cast, client_of, monkeypatch, first):
    monkeypatch.setattr(gridrows, "_CELLS", 1)
    monkeypatch.setattr(gridrows, "_FEWEST", 3)
    text = client_of(cast["meral"]).get("/matrix/", {"from": first}).content.decode()
    assert ("Begin with the first aspect" in text) == (first == "3")
    assert len(re.findall("<tr [^>]*data-a=", text)) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_what_follows_comes_while_scrolling_and_what_is_closed_stays_closed(
    cast, page: Page, signed_in, monkeypatch, axe
):
    monkeypatch.setattr(gridrows, "_CELLS", 1)
    monkeypatch.setattr(gridrows, "_FEWEST", 4)
    signed_in(page, cast["kim"])
    page.set_viewport_size({"width": 1200, "height": 400})
    page.goto("/matrix/")
    rows = page.locator("tbody tr[data-a]")
    expect(rows).to_have_count(4)
    axe(page)
    page.locator("tbody .tw").first.click()
    page.mouse.wheel(0, 2000)
    expect(page.locator("tr.more")).to_have_count(0)
    expect(rows).to_have_count(Aspect.objects.count())
    expect(page.locator("tbody tr[data-a]:visible")).to_have_count(Aspect.objects.filter(parent=None).count())
    expect(page.locator("table[data-grid] td > [tabindex='0']")).to_have_count(1)
