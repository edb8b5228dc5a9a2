"""The text as readers would see it, beside the editor: a frame that the policy allows there, and nowhere else."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_preview_opens_beside_the_text_and_changes_eyes(page, signed_in, cast, page_of):
    draft = page_of("salary", by=cast["meral"], title="payday")
    signed_in(page, cast["meral"]).goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    page.get_by_role("button", name="Toggle preview").click()
    seen = page.frame_locator(".w-preview__iframe").first
    expect(seen.get_by_role("heading", name="Payday", level=1)).to_be_visible()
    page.get_by_label("Preview mode").select_option(label="A guest")
    expect(seen.get_by_role("heading", name="This reader does not see it")).to_be_visible()
