"""A wish from its first word to its answer: near-equal ones while typing, a vote, an answer that its wisher is told of."""

import pytest
from playwright.sync_api import expect

from polder.features.wishes.models import Wish
from tests.features.wishes.wishing import said_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_wishing_voting_and_answering(cast, wished, page, signed_in, axe):
    near = wished("Bigger letters on the homepage", by="omar")
    signed_in(page, cast["tim"]).goto("/wishes/new/")
    page.get_by_label("What do you wish for?").press_sequentially("A homepage with dark letters")
    expect(page.locator("#near").get_by_role("link", name=near.title)).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Wish", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A homepage with dark letters")
    signed_in(page, cast["meral"]).reload()
    page.get_by_role("button", name="I want it too").click()
    expect(page.get_by_role("button", name="You want it too")).to_be_visible()
    signed_in(page, cast["kim"]).reload()
    page.get_by_label("Will be done").check()
    page.get_by_label("In your words").fill("With the next version.")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("heading", name="It will be done")).to_be_visible()
    axe(page)
    made = Wish.objects.get(title="A homepage with dark letters")
    assert (made.state, made.votes) == ("will_do", 2)
    assert said_to(cast["meral"]) == {f"“{made.title}”: It will be done"}
