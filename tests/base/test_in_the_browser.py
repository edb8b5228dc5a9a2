"""Keys, grid, why, dialog, toasts and theme in Chromium, on the style guide; axe on every width and theme."""

import re
from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.base.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def guide(page: Page) -> Iterator[Page]:
    with override_settings(POLDER_DEMO=True):
        page.goto("/styleguide/")
        yield page


def focused(page: Page) -> object:
    return page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")


def test_the_matrix_is_one_tab_stop_and_arrows_pass_over_empty_cells(guide):
    assert guide.locator("[data-grid] td > [tabindex='0']").count() == 1
    guide.locator("[data-grid] td > button").first.focus()
    walked = []
    for key in ("ArrowRight", "ArrowDown", "End", "Control+End", "ArrowLeft", "Control+Home"):
        guide.keyboard.press(key)
        walked.append((key, focused(guide)))
    assert walked == [
        ("ArrowRight", "News desk: Responsible, from above"),
        ("ArrowDown", "News desk: Responsible, from above"),
        ("End", "Platform: Consulted"),  # the service desk holds nothing on that aspect
        ("Control+End", "Service desk: Informed"),
        ("ArrowLeft", "Platform: a required voice is missing"),
        ("Control+Home", "Intranet manager: Accountable"),
    ]
    assert guide.locator("[data-grid] td > [tabindex='0']").count() == 1


def test_why_opens_beside_its_letter_and_escape_returns_there(guide, axe):
    guide.locator("[data-grid] td > button").first.focus()
    guide.keyboard.press("Enter")
    expect(guide.locator("#why")).to_be_visible()
    assert focused(guide) == "why-title"
    axe(guide)
    guide.keyboard.press("Escape")
    expect(guide.locator("#why")).to_be_hidden()
    assert focused(guide) == "Intranet manager: Accountable"


def test_on_a_phone_why_is_a_sheet_at_the_bottom(guide):
    guide.set_viewport_size({"width": 390, "height": 844})
    guide.locator("[data-grid] td > button").first.click()
    box = guide.locator("#why").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)


def test_a_dialog_begins_on_cancel_and_gives_the_focus_back(guide, axe):
    guide.get_by_role("button", name="Take off line").first.click()
    expect(guide.get_by_role("dialog")).to_be_visible()
    expect(guide.get_by_role("button", name="Cancel").last).to_be_focused()
    guide.keyboard.press("Escape")
    expect(guide.get_by_role("button", name="Take off line").first).to_be_focused()


def test_single_keys_show_help_and_can_be_switched_off(guide):
    guide.keyboard.press("?")
    expect(guide.locator("#keys-help")).to_be_visible()
    guide.keyboard.press("Escape")
    guide.evaluate("document.body.dataset.keys = 'off'")
    guide.keyboard.press("?")
    expect(guide.locator("#keys-help")).to_be_hidden()


def test_the_theme_changes_at_once_and_is_remembered(guide):
    guide.get_by_role("button", name="Light or dark").click()
    expect(guide.locator("html")).to_have_attribute("data-theme", re.compile("dark|light"))
    chosen = guide.locator("html").get_attribute("data-theme")
    guide.wait_for_load_state("networkidle")
    guide.reload()
    expect(guide.locator("html")).to_have_attribute("data-theme", chosen)


def test_a_success_is_said_in_a_toast_with_undo_and_a_refusal_where_problems_stand(guide):
    guide.evaluate("htmx.ajax('POST', '/approve/', {target: '#say'})")
    toast = guide.locator("#toasts .toast")
    expect(toast).to_contain_text("Approved")
    assert toast.locator("form").get_attribute("action") == "/undo/"
    guide.evaluate("htmx.ajax('GET', '/refuse/', {target: '#say'})")
    expect(guide.locator("#problems [role=alert]")).to_contain_text("since you opened it")
    guide.locator("#problems [data-dismiss]").click()
    expect(guide.locator("#problems [role=alert]")).to_have_count(0)


def test_waiting_shows_nothing_at_first_then_a_level_staff_and_then_words(guide):
    held: list[Route] = []
    guide.route("**/slow/", lambda route: held.append(route))  # Playwright wants a function of Python
    guide.evaluate(
        """const asks = document.getElementById('say');
        asks.dataset.waiting = 'Checking 128 aspects';
        void htmx.ajax('GET', '/slow/', {source: asks, target: asks});"""
    )
    staff, words = guide.locator("#progress .gauge"), guide.locator("#progress [data-words]")
    expect(staff).to_be_hidden()
    expect(staff).to_be_visible()
    assert words.text_content() == ""
    expect(words).to_have_text("Checking 128 aspects")
    held[0].fulfill(body="Checked.")
    expect(staff).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 820, 1440])
def test_every_part_passes_axe_and_fits(guide, axe, theme, width):
    guide.context.add_cookies([{"name": "polder_theme", "value": theme, "url": guide.url}])
    guide.set_viewport_size({"width": width, "height": 900})
    for address in ("/styleguide/", "/styleguide/plain/"):
        guide.goto(address)
        axe(guide)


def test_nothing_is_lost_with_text_spacing_at_320_pixels(guide):
    guide.set_viewport_size({"width": 320, "height": 900})
    guide.evaluate(
        """const sheet = new CSSStyleSheet();
        sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
        document.adoptedStyleSheets = [sheet];"""
    )
    assert guide.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
