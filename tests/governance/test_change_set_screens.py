"""Change sets on screen: looked at, proposed, planned, applied, refused; each refusal beside what succeeds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.governance import operations
from polder.governance.changes import Assign, Unassign
from polder.governance.models import Aspect, Assignment, ChangeSet

HTMX = {"HX-Request": "true"}
State = ChangeSet.State


@pytest.fixture
def draft(cast):
    """Meral, who answers for HR content, asks Communications about salaries."""
    lines = [Assign("salary", "*", "unit:comms", "C")]
    return operations.draft(lines, title="Ask Communications", by=cast["meral"], at=timezone.now())


@pytest.fixture
def proposal(cast):
    """Tim, who may set nothing, asks the same."""
    made = operations.draft(
        [Assign("salary", "*", "unit:comms", "C")], title="Ask Communications", by=cast["tim"], at=timezone.now()
    )
    return operations.propose(made, by=cast["tim"], at=timezone.now())


def act(client, change_set, do, **more):
    change_set.refresh_from_db()
    return client.post(change_set.get_absolute_url(), {"do": do, "version": change_set.version} | more)


def state(change_set) -> str:
    change_set.refresh_from_db()
    return change_set.state


@pytest.mark.django_db
def test_the_page_says_what_would_happen_and_that_nothing_has(draft, cast, client_of):
    page = client_of(cast["meral"]).get(draft.get_absolute_url()).text
    assert "This is what would happen. Nothing has changed yet." in page
    assert "You may make this change." in page
    assert "Who gains, who loses" in page
    assert "Kim Smit and Noor Haddad" in page  # behind Communications


@pytest.mark.django_db
def test_a_draft_is_seen_by_its_author_only_until_it_is_proposed(draft, cast, client_of):
    assert client_of(cast["saskia"]).get(draft.get_absolute_url()).status_code == 404
    assert act(client_of(cast["saskia"]), draft, "apply").status_code == 404
    told = f"/ledger/about/change_set:{draft.pk}/"
    assert client_of(cast["saskia"]).get(told).status_code == 404
    assert "Ask Communications" not in client_of(cast["saskia"]).get("/matrix/history/").text
    assert "Ask Communications" in client_of(cast["meral"]).get(told).text
    assert act(client_of(cast["meral"]), draft, "propose").status_code == 302
    assert client_of(cast["saskia"]).get(draft.get_absolute_url()).status_code == 200
    assert "Ask Communications" in client_of(cast["saskia"]).get(told).text


@pytest.mark.django_db
def test_applying_changes_the_matrix_and_the_page_says_by_whom(draft, cast, client_of):
    client = client_of(cast["meral"])
    assert act(client, draft, "apply", reason="They write the letters.").status_code == 302
    assert state(draft) == State.APPLIED
    assert Assignment.objects.filter(change_set=draft, letter="C").exists()
    page = client.get(draft.get_absolute_url()).text
    assert "Applied by Meral Aydin" in page
    assert "They write the letters." in page
    assert "Make it so" not in page


@pytest.mark.django_db
def test_who_may_not_apply_is_told_who_can_and_nothing_changes(proposal, cast, client_of):
    page = client_of(cast["tim"]).get(proposal.get_absolute_url()).text
    assert "Meral Aydin" in page
    refused = act(client_of(cast["tim"]), proposal, "apply")
    assert refused.status_code == 403
    assert state(proposal) == State.PROPOSED
    assert act(client_of(cast["meral"]), proposal, "apply").status_code == 302
    assert state(proposal) == State.APPLIED


@pytest.mark.django_db
def test_a_refused_act_keeps_neither_its_words_nor_a_new_version(cast, client_of):
    made = operations.draft([Assign("salary", "*", "unit:comms", "C")], title="Ask", by=cast["tim"], at=timezone.now())
    refused = act(client_of(cast["tim"]), made, "apply", title="Ask", reason="Because")
    assert refused.status_code == 403
    made.refresh_from_db()
    assert (made.reason, made.version) == ("", 1)
    assert act(client_of(cast["tim"]), made, "propose", title="Ask", reason="Because").status_code == 302
    made.refresh_from_db()
    assert made.reason == "Because"


@pytest.mark.django_db
def test_rejecting_takes_a_reason_and_the_right(proposal, cast, client_of):
    assert act(client_of(cast["kim"]), proposal, "reject", why_not="No").status_code == 403
    assert act(client_of(cast["meral"]), proposal, "reject").status_code == 400
    assert act(client_of(cast["meral"]), proposal, "reject", why_not="They are asked already.").status_code == 302
    assert state(proposal) == State.REJECTED
    assert "They are asked already." in client_of(cast["tim"]).get(proposal.get_absolute_url()).text


@pytest.mark.django_db
def test_a_plan_needs_a_day_to_come(draft, cast, client_of):
    client = client_of(cast["meral"])
    assert act(client, draft, "plan").status_code == 400
    assert act(client, draft, "plan", day="2020-01-01").status_code == 400
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    assert act(client, draft, "plan", day=day).status_code == 302
    assert state(draft) == State.PLANNED
    assert "Nothing has changed yet" in client.get(draft.get_absolute_url()).text
    assert act(client, draft, "withdraw").status_code == 302
    assert state(draft) == State.WITHDRAWN


@pytest.mark.django_db
def test_lines_are_added_and_taken_out(draft, cast, client_of):
    client = client_of(cast["meral"])
    line = {"aspect": "leave", "party": "unit:it", "facet": "content", "letter": "I", "kind": "begin"}
    assert act(client, draft, "add", **line).status_code == 302
    draft.refresh_from_db()
    assert len(draft.lines) == 2
    assert act(client, draft, "add", **line).status_code == 400  # it is in there
    assert act(client, draft, "remove", lines="0").status_code == 302
    draft.refresh_from_db()
    assert [each["assign"]["aspect"] for each in draft.lines] == ["leave"]


@pytest.mark.django_db
def test_enter_in_a_field_does_not_apply(draft, proposal, cast, client_of):
    for row, first in ((draft, "describe"), (proposal, "plan")):
        page = client_of(cast["meral"]).get(row.get_absolute_url()).text
        buttons = [part.partition('value="')[2].partition('"')[0] for part in page.split('name="do"')[1:]]
        wanted = buttons[buttons.index(first) :]
        assert wanted.index(first) < wanted.index("apply")


@pytest.mark.django_db
def test_an_old_window_is_told_that_the_draft_is_another(draft, cast, client_of):
    client = client_of(cast["meral"])
    url = draft.get_absolute_url()
    assert client.post(url, {"do": "remove", "version": 1, "lines": "0"}).status_code == 302
    assert client.post(url, {"do": "apply", "version": 1}).status_code == 409
    assert client.post(url, {"do": "apply"}).status_code == 409
    assert state(draft) == State.DRAFT


@pytest.mark.django_db
def test_what_others_did_to_the_same_cell_since_is_told_before_it_is_applied(draft, cast, client_of):
    client = client_of(cast["meral"])
    page = client.get(draft.get_absolute_url())
    seen = page.context["seen"]
    operations.apply_lines(
        [Assign("salary", "*", "unit:comms", "I")], title="Tell them", by=cast["saskia"], at=timezone.now()
    )
    refused = act(client, draft, "apply", seen=seen)
    assert refused.status_code == 409
    assert state(draft) == State.DRAFT
    again = client.get(draft.get_absolute_url()).context["seen"]
    assert act(client, draft, "apply", seen=again).status_code == 302


@pytest.mark.django_db
def test_a_change_that_cannot_be_says_why_with_names(cast, client_of):
    made = operations.draft(
        [Unassign("salary", "*", "unit:comms", "R")], title="Take away", by=cast["meral"], at=timezone.now()
    )
    page = client_of(cast["meral"]).get(made.get_absolute_url()).text
    assert "It cannot be done like this" in page
    assert "“Communications” does not hold R on “Salary”" in page
    assert act(client_of(cast["meral"]), made, "apply").status_code == 409


@pytest.mark.django_db
def test_a_refusal_names_aspects_by_their_names_also_those_that_no_line_is_about(cast, client_of):
    to_us = [Unassign("hr-content", "*", "unit:hr", "A"), Assign("hr-content", "*", "unit:comms", "A")]
    made = operations.draft(to_us, title="To us", by=cast["tim"], at=timezone.now())
    parent = Aspect.objects.get(key="hr-content").parent
    page = client_of(cast["tim"]).get(made.get_absolute_url()).text
    assert f"You may not set this on “{parent.name}”" in page
    refused = act(client_of(cast["tim"]), made, "apply")
    assert f"You may not set this on “{parent.name}”" in refused.text
    assert f"“{parent.key}”" not in page + refused.text


@pytest.mark.django_db
def test_nobody_widens_their_own_mandate_and_the_page_says_so_before(cast, client_of):
    made = operations.draft(
        [Assign("salary", "*", "unit:waterland", "R")], title="For us", by=cast["saskia"], at=timezone.now()
    )
    page = client_of(cast["saskia"]).get(made.get_absolute_url()).text
    assert "This would give yourself" in page
    assert "you are one of them" in page
    assert act(client_of(cast["saskia"]), made, "apply").status_code == 403


@pytest.mark.django_db
def test_htmx_gets_the_sheet_alone_and_the_bar_leads_to_the_page(draft, cast, client_of):
    client, url = client_of(cast["meral"]), draft.get_absolute_url()
    sheet = client.post(url, {"do": "describe", "version": 1, "title": "Ask them", "reason": ""}, headers=HTMX)
    assert sheet.text.strip().startswith('<div id="sheet">')
    assert "Ask them" in sheet.text
    led = client.post(url, {"do": "apply", "version": 2, "from": "bar"}, headers=HTMX)
    assert led.headers["HX-Redirect"] == url
    assert state(draft) == State.APPLIED


@pytest.mark.django_db
def test_a_draft_with_lines_asks_before_it_is_discarded_and_an_empty_one_does_not(draft, cast, client_of):
    client = client_of(cast["meral"])
    page = client.get(draft.get_absolute_url()).text
    assert '<dialog class="pop dlg" id="discard"' in page
    assert "cannot be brought back" in page
    empty = operations.draft(title="Nothing yet", by=cast["meral"], at=timezone.now())
    assert "cannot be brought back" not in client.get(empty.get_absolute_url()).text


@pytest.mark.django_db
def test_on_a_phone_a_long_draft_leads_straight_to_its_buttons(draft, cast, client_of):
    client = client_of(cast["meral"])
    assert 'href="#do-h"' not in client.get(draft.get_absolute_url()).text
    parties = ("unit:comms", "unit:it", "unit:waterland", "role:intranet-manager")
    lines = [Assign(aspect, "*", party, "I") for aspect in ("salary", "leave") for party in parties]
    long = operations.draft(lines, title="Tell all", by=cast["meral"], at=timezone.now())
    page = client.get(long.get_absolute_url()).text
    assert page.index('href="#do-h"') < page.index('id="do-h"')


@pytest.mark.django_db
def test_who_may_set_nothing_of_it_reads_why_and_no_sum(proposal, cast, client_of):
    page = client_of(cast["tim"]).get(proposal.get_absolute_url()).text
    assert "You may set 0" not in page
    assert "You may not set this on" in page


@pytest.mark.django_db
def test_discarding_from_the_bar_leaves_it_empty(draft, cast, client_of):
    client = client_of(cast["meral"])
    assert "1 change collected" in client.get("/matrix/").text
    bar = client.post(draft.get_absolute_url(), {"do": "withdraw", "from": "bar"}, headers=HTMX)
    assert "actionbar" not in bar.text
    assert state(draft) == State.WITHDRAWN
    assert "actionbar" not in client.get("/matrix/").text


@pytest.mark.django_db
def test_findings_of_an_imported_file_are_told_again(cast, client_of):
    found = [{"code": "unread_cell", "sheet": "Sheet1", "row": 7, "aspect": "Search", "text": "R?"}]
    made = operations.draft(
        [Assign("salary", "*", "unit:comms", "C")], title="From a file", by=cast["meral"], at=timezone.now(),
        fingerprint="0" * 64, reading={"findings": found},
    )  # fmt: skip
    page = client_of(cast["meral"]).get(made.get_absolute_url()).text
    assert "What the file left open" in page
    assert "row 7" in page
    assert "R?" in page


@pytest.mark.django_db
def test_the_list_has_a_tab_for_each_state_and_an_empty_one_teaches(proposal, cast, client_of):
    client = client_of(cast["meral"])
    assert "You have made no changes yet" in client.get("/matrix/changes/").text
    proposed = client.get("/matrix/changes/?tab=proposed").text
    assert "1 proposal waits for you" in proposed
    assert "Ask Communications" in proposed
    assert "Nothing is planned" in client.get("/matrix/changes/?tab=planned").text
    assert "proposal waits for you" not in client_of(cast["kim"]).get("/matrix/changes/?tab=proposed").text


@pytest.mark.django_db
def test_a_new_change_begins_empty(cast, client_of):
    client = client_of(cast["kim"])
    begun = client.post("/matrix/changes/", {"title": "A lead for the knowledge base"})
    page = client.get(begun["Location"]).text
    assert "A lead for the knowledge base" in page
    assert "Nothing is in it yet" in page
    assert act(client, ChangeSet.objects.get(), "propose").status_code == 400


@pytest.mark.django_db
def test_the_pages_ask_little_of_the_database(draft, cast, client_of, count_queries):
    client = client_of(cast["meral"])
    client.get(draft.get_absolute_url())
    with count_queries(22):
        client.get(draft.get_absolute_url())
    with count_queries(16):
        client.get("/matrix/changes/")


@pytest.mark.django_db
def test_settings_are_applied_by_who_may_and_collected_by_who_may_not(cast, client_of):
    url = "/aspects/salary/settings/"
    form = client_of(cast["meral"]).get(url)
    typed = {
        "seen": form.context["seen"], "name": "Salary and pension", "parent": "hr-content", "kind": "content_area",
        "guardian": "", "four_eyes": "yes", "approve_days": "1, 2, 3", "requires": "HR, IT",
    }  # fmt: skip
    refused = client_of(cast["tim"]).post(url, typed | {"do": "apply"})
    assert refused.status_code == 403
    assert client_of(cast["tim"]).post(url, typed | {"do": "collect"}).status_code == 302
    assert ChangeSet.objects.get(author=cast["tim"]).lines == [
        {"change_aspect": {
            "aspect": "salary", "name": "Salary and pension", "approve_days": [1, 2, 3], "requires": ["HR", "IT"]
        }}
    ]  # fmt: skip
    assert client_of(cast["meral"]).post(url, typed | {"do": "apply"}).status_code == 302
    salary = Aspect.objects.get(key="salary")
    assert (salary.name, salary.approve_days, salary.requires) == ("Salary and pension", [1, 2, 3], ["HR", "IT"])
    late = client_of(cast["meral"]).post(url, typed | {"name": "Pay", "do": "apply"})
    assert late.status_code == 409
    assert "Somebody changed these settings meanwhile" in late.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"approve_days": "3, 2, 1"}, {"name": ""}, {"consult_days": "0"}, {"parent": "salary"}]
)
def test_settings_that_make_no_sense_are_told_in_place(cast, client_of, wrong):
    url = "/aspects/salary/settings/"
    seen = client_of(cast["meral"]).get(url).context["seen"]
    typed = {"seen": seen, "name": "Pay", "parent": "hr-content", "kind": "content_area", "do": "apply"}
    answer = client_of(cast["meral"]).post(url, typed | wrong)
    assert answer.status_code == 422
    assert Aspect.objects.get(key="salary").name == "Salary"


@pytest.mark.django_db
def test_a_new_aspect_comes_with_who_answers_for_it(cast, client_of):
    typed = {"name": "Pensions", "kind": "content_area", "accountable": "person:noor", "responsible": "unit:comms"}
    url = "/aspects/hr-content/new/"
    assert client_of(cast["tim"]).post(url, typed | {"do": "apply"}).status_code == 403
    assert client_of(cast["meral"]).post(url, typed | {"do": "apply"}).status_code == 302
    made = Aspect.objects.get(key="pensions")
    assert {(each.letter, each.party.ref) for each in made.assignments.all()} == {
        ("A", "person:noor"),
        ("R", "unit:comms"),
    }


@pytest.mark.django_db
def test_only_an_operator_breaks_the_glass_and_gives_a_reason(cast, client_of):
    url = "/aspects/homepage/glass/"
    assert client_of(cast["anna"]).get(url).status_code == 403
    assert client_of(cast["anna"]).post(url, {"reason": "Now"}).status_code == 403
    anna = cast["anna"]
    type(anna).objects.filter(pk=anna.pk).update(operator=True)
    anna.refresh_from_db()
    assert "Saskia de Boer" in client_of(anna).get(url).text  # who is told
    assert client_of(anna).post(url, {"reason": " "}).status_code == 422
    assert client_of(anna).post(url, {"reason": "A wrong number for emergencies"}).status_code == 302
    assert Aspect.objects.get(key="homepage").glasses.count() == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_a_letter_to_an_applied_change_by_keyboard_alone(cast, page, signed_in, axe):
    signed_in(page, cast["meral"]).goto("/matrix/")
    page.locator('tr[data-a="salary"] td button').first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    why = page.locator("#why")
    why.locator("#why-h").wait_for()
    summary = why.locator("details.edit > summary")
    summary.focus()
    page.keyboard.press("Enter")
    box = why.get_by_role("checkbox", name="Informed")
    box.focus()
    page.keyboard.press("Space")
    axe(page)
    page.keyboard.press("Enter")  # sends the form
    bar = page.locator("#bar")
    bar.get_by_role("heading", name="1 change collected").wait_for()
    page.locator("#why:popover-open").wait_for(state="detached")
    assert page.locator('tr[data-a="salary"] i.gain').count() == 1
    assert page.evaluate("document.activeElement.name") == "cell"
    axe(page)
    bar.get_by_role("link", name="Simulate").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Make it so").wait_for()
    axe(page)
    page.get_by_role("button", name="Apply now").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Applied by Meral Aydin").wait_for()
    axe(page)
    assert ChangeSet.objects.get(author=cast["meral"]).state == State.APPLIED
