"""The board by keys and by hand: what is moved keeps the focus, and moving can be undone."""

import pytest
from playwright.sync_api import expect

from polder.capabilities.spaces import operations
from polder.capabilities.spaces.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_task_is_moved_by_keys_and_by_hand_and_back(cast, of_hr, page, signed_in, axe):
    task = operations.add_task(of_hr, title="Write the plan", owner=cast["tim"], by=cast["tim"], at=cast.at)
    signed_in(page, cast["tim"]).goto(f"{of_hr.get_absolute_url()}tasks/?view=board")
    doing, done = page.locator("[data-column=doing]"), page.locator("[data-column=done]")
    page.locator(f"#move-{task.pk}-doing").press("Enter")
    expect(doing.get_by_role("link", name="Write the plan")).to_be_focused()
    axe(page)
    page.locator(f"[data-task='{task.pk}']").drag_to(done)
    expect(done.get_by_role("link", name="Write the plan")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(doing.get_by_role("link", name="Write the plan")).to_be_visible()
    assert Task.objects.get().state == "doing"
