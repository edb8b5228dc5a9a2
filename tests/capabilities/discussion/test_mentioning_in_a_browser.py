"""Typing @ and letters suggests who may read it; keys choose, Escape leaves the text alone, a tap takes."""

import pytest
from playwright.sync_api import expect

from polder.capabilities.publishing import content, tree
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.ledger import acts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_colleague_is_chosen_by_keys_or_by_a_tap(cast, page, signed_in, axe):
    with acts.act():
        shown = ContentPage(title="Salary", slug="salary", aspect=Aspect.objects.get(key="salary"))
        content.add(shown, parent=tree.part("pages"), by=cast["meral"])
        content.go_live(shown, by=cast["meral"])
    signed_in(page, cast["kim"]).goto(f"/talk/page:{shown.pk}/about/")
    text = page.get_by_label("Say something")
    options = page.get_by_role("option")
    text.press_sequentially("Ask @im")
    expect(options).to_have_count(2)  # Kim and Tim
    axe(page)
    text.press("Escape")
    expect(options).to_have_count(0)
    text.press("Backspace")
    text.press("m")
    expect(options).to_have_count(2)
    text.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(text).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    text.press("Enter")
    expect(text).to_have_value("Ask @tim ")
    text.press_sequentially("and @mer")
    options.first.click()
    expect(text).to_have_value("Ask @tim and @meral ")
    expect(text).to_be_focused()
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_role("link", name="@Tim Vos")).to_be_visible()
    page.get_by_text("More", exact=False).first.click()
    page.get_by_label("Reply").fill("Thank you.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
