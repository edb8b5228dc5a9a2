"""Chair, secretary, three members and an advisor take a proposal from the question to its effect, each in a browser."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from polder.capabilities.publishing import operations as pages
from polder.capabilities.publishing import tree
from polder.features.bodies import budgets, operations
from polder.features.bodies.models import Meeting
from polder.features.pages.models import ContentPage
from polder.governance import operations as matrix
from polder.governance.changes import Assign
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.models import Aspect, Assignment
from polder.ground.organisation.models import Body, Party
from polder.ground.organisation.operations import bodies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def board(cast) -> Body:
    """Anna chairs, Kim writes, Omar, Meral and Saskia are members, Bas advises; who is C for salaries is the board."""
    now = timezone.now()
    body = bodies.add(
        by=None, at=now, name="Direction", kind="steering_group",
        charter={"aspects": ["salary"], "method": "majority", "quorum": {"share": 0.5, "functions": ["HR"]}},
    )  # fmt: skip
    seats = (
        ("anna", "chair", "Business"), ("kim", "secretary", "IT"), ("omar", "member", "HR"),
        ("meral", "member", "HR"), ("saskia", "member", "Communications"), ("bas", "advisor", "Works council"),
    )  # fmt: skip
    for key, kind, function in seats:
        bodies.seat(body, person=cast[key], kind=kind, function=function, by=None, at=now)
    salary = Aspect.objects.get(key="salary")
    matrix.assign(salary, party=Party.objects.get(body=body), letter="C", facet="content", by=None, at=now)
    return body


@pytest.fixture
def prepared(cast, board) -> ContentPage:
    """Omar's draft page and draft change set, and a meeting planned for tomorrow."""
    now, salary = timezone.now(), Aspect.objects.get(key="salary")
    page = ContentPage(title="Salary days", slug="salary-days", body=[("text", "<p>On the 23rd.</p>")])
    pages.write(page, parent=tree.part("pages"), aspect=salary, by=cast["omar"], at=now)
    line = Assign(AspectKey("salary"), "content", PartyKey("person:tim"), "I")
    matrix.draft([line], title="Tim hears of salaries", by=cast["omar"], at=now)
    operations.plan(board, begins_at=now + timedelta(hours=1), by=cast["anna"], at=now)
    return page


def test_a_proposal_goes_from_question_to_effect(cast, board, prepared, opened, axe):
    chair, secretary, advisor = opened(cast["anna"]), opened(cast["kim"]), opened(cast["bas"])
    members = [opened(cast["omar"], 390), opened(cast["meral"]), opened(cast["saskia"])]
    proposer, year = members[0], timezone.localdate().year

    # A member proposes on the phone: a letter, a budget and a page in one question.
    proposer.goto(board.get_absolute_url())
    proposer.get_by_role("link", name="New proposal").click()
    proposer.locator("#id_title").fill("Tell when salaries are paid")
    proposer.locator("#id_question").fill("People call us about it every month.")
    proposer.locator("#id_aspect").select_option("salary")
    proposer.locator("#id_cost").fill("100")
    proposer.get_by_text("What a yes changes").click()
    proposer.locator("#id_page").select_option(label="Salary days")
    proposer.locator("#id_change_set").select_option(label="Tim hears of salaries")
    proposer.locator("#id_budget_aspect").select_option("salary")
    proposer.locator("#id_budget_year").fill(str(year))
    proposer.locator("#id_budget_amount").fill("5000")
    axe(proposer)
    proposer.get_by_role("button", name="Propose").click()
    expect(proposer.get_by_text("waits for advice until")).to_be_visible()
    address = proposer.url

    # The advisor finds it in the inbox, and supports it.
    advisor.goto("/inbox/")
    advisor.get_by_role("link", name="Tell when salaries are paid").first.click()
    advisor.goto(address)
    advisor.get_by_label("Supports it").check()
    axe(advisor)
    advisor.get_by_role("button", name="Advise", exact=True).click()
    expect(advisor.get_by_text("Your advice is noted.")).to_be_visible()

    # The chair opens the meeting with who is there; it can decide.
    chair.goto(Meeting.objects.get().get_absolute_url())
    for key in ("anna", "kim", "omar", "meral", "saskia"):
        chair.get_by_role("checkbox", name=cast[key].name).check()
    chair.get_by_role("button", name="Open the meeting").click()
    expect(chair.get_by_text("Can decide")).to_be_visible()
    axe(chair)

    # Each seat votes, the advisor cannot, and the secretary counts.
    for window, choice in zip([chair, secretary, *members], ["Yes", "Yes", "Yes", "No", "Yes"], strict=True):
        window.goto(address)
        window.get_by_label(choice, exact=True).check()
        window.get_by_role("button", name="Vote", exact=True).click()
        expect(window.get_by_text("Your vote is noted.")).to_be_visible()
    advisor.goto(address)
    expect(advisor.get_by_role("button", name="Vote", exact=True)).to_have_count(0)
    secretary.goto(address)
    secretary.get_by_label("On condition that").fill("Each year before January")
    secretary.get_by_role("button", name="Close and count").click()
    expect(secretary.get_by_text("Closed: Adopted.")).to_be_visible()
    expect(secretary.get_by_text("Each year before January")).to_be_visible()
    axe(secretary)

    # It took effect, all of it, and is told.
    assert Assignment.objects.filter(party__ref="person:tim", letter="I", aspect__key="salary").exists()
    assert budgets.standing(Aspect.objects.get(key="salary"), year).planned == Decimal(5000)
    assert proposer.goto("/pages/salary-days/").status == 200
    proposer.goto("/notices/")
    expect(proposer.get_by_text("Direction decided: Tell when salaries are paid").first).to_be_visible()
