"""An author, an advisor, an accountable and an employee take one page along its whole route, each in a browser of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from polder.capabilities.publishing import operations
from polder.governance import operations as matrix
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agreement(cast):
    """The salary page is written by HR, asked of the steering group, approved by the head of HR, told to everyone."""
    salary, everyone = Aspect.objects.get(key="salary"), Party.objects.get(ref="unit:waterland")
    matrix.assign(salary, party=everyone, letter="I", facet="content", by=None, at=timezone.now())
    return cast


def _open_task(window: Page) -> None:
    window.goto("/inbox/")
    window.get_by_role("link", name="Salary days").first.click()
    window.wait_for_load_state("networkidle")  # at a desk the task opens beside the list


@pytest.mark.parametrize("width", [1440, 390], ids=["desk", "phone"])
def test_a_page_goes_its_whole_way(agreement, opened, axe, width):
    author, advisor = opened(agreement["omar"], width), opened(agreement["anna"], width)
    accountable, employee = opened(agreement["meral"], width), opened(agreement["kim"], width)

    # The author writes, looks at the route before pressing, and asks.
    author.goto("/pages/")
    author.get_by_role("link", name="Write a page").click()
    author.locator("#id_title").fill("Salary days")
    author.locator("#id_under").select_option(label="Salary")
    author.locator("#id_introduction").fill("When your salary is paid.")
    author.get_by_role("button", name="Save and go on").first.click()
    expect(author.get_by_role("heading", name="Salary days")).to_be_visible()
    expect(author.get_by_text("Steering group").first).to_be_visible()
    expect(author.get_by_text("Meral Aydin").first).to_be_visible()
    axe(author)
    author.get_by_role("button", name="Ask for advice").click()
    expect(author.get_by_text("Being advised on").first).to_be_visible()

    # Readers have no such page yet.
    assert employee.goto("/pages/salary-days/").status == 404

    # The advisor finds it in the inbox and objects.
    _open_task(advisor)
    advisor.get_by_label("An objection").check()
    advisor.get_by_label("In your words").fill("Which day in December?")
    axe(advisor)
    advisor.get_by_role("button", name="Give advice").click()
    expect(advisor.get_by_text("Your advice is given.")).to_be_visible()

    # Silence of the others is no objection: their clock ends.
    operations.run_due(timezone.now() + timedelta(days=7))

    # The accountable has to answer before approving.
    _open_task(accountable)
    accountable.get_by_role("button", name="Approve", exact=True).click()
    expect(accountable.get_by_text("First answer the objection of Anna de Wit.").first).to_be_visible()
    _open_task(accountable)
    accountable.get_by_label("Your answer to Anna de Wit").fill("On the 18th; added below.")
    accountable.get_by_role("button", name="Answer").click()
    expect(accountable.get_by_text("Answered.")).to_be_visible()
    _open_task(accountable)
    axe(accountable)
    accountable.get_by_role("button", name="Approve", exact=True).click()
    expect(accountable.get_by_text("Approved and published.")).to_be_visible()

    # The employee reads it and sees who decides; nobody waits any more.
    assert employee.goto("/pages/salary-days/").status == 200
    expect(employee.get_by_role("heading", name="Salary days")).to_be_visible()
    expect(employee.get_by_text("Meral Aydin").filter(visible=True).first).to_be_visible()
    axe(employee)
    employee.goto("/notices/")
    expect(employee.get_by_text("Salary days was published").first).to_be_visible()
    accountable.goto("/inbox/")
    expect(accountable.get_by_role("link", name="Salary days")).to_have_count(0)
