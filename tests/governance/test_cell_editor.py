"""The editor of a cell: what is chosen collects in a draft, and whoever was second is told what changed."""

import json

import pytest
from django.utils import timezone

from polder.governance import drafts, operations
from polder.governance.cell_changes import Cell, lines_for, wanted
from polder.governance.changes import Assign, Unassign
from polder.governance.models import Aspect, Assignment, ChangeSet
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SALARY = {"aspect": "salary", "party": "unit:comms", "facet": "*", "seen": "", "pending": ""}


def lines(person) -> list[dict]:
    draft = drafts.open_draft(person)
    return draft.lines if draft else []


def test_a_letter_chosen_becomes_a_line_of_the_draft_and_changes_nothing_yet(cast, client_of):
    before = Assignment.objects.count()
    answer = client_of(cast["meral"]).post("/matrix/cell/", SALARY | {"letters": ["C"]}, headers=HTMX)
    assert answer.status_code == 200
    assert lines(cast["meral"]) == [{"assign": {"aspect": "salary", "party": "unit:comms", "letter": "C"}}]
    assert Assignment.objects.count() == before


def test_the_answer_brings_the_bar_and_closes_the_form(cast, client_of):
    answer = client_of(cast["meral"]).post("/matrix/cell/", SALARY | {"letters": ["C"]}, headers=HTMX)
    assert 'id="bar" hx-swap-oob="true"' in answer.text
    assert answer.headers["HX-Reswap"] == "none"
    assert "polder:draft" in json.loads(answer.headers["HX-Trigger"])


def test_without_script_one_comes_back_to_the_matrix_as_it_was(cast, client_of):
    client = client_of(cast["meral"])
    answer = client.post("/matrix/cell/", SALARY | {"letters": ["C"], "back": "/matrix/?facet=design"})
    assert answer["Location"] == "/matrix/?facet=design"
    answer = client.post("/matrix/cell/", SALARY | {"letters": ["C"], "pending": "C", "back": "https://evil.example/"})
    assert answer["Location"] == "/matrix/"


def test_edits_of_several_cells_collect_in_one_draft(cast, client_of):
    client = client_of(cast["meral"])
    client.post("/matrix/cell/", SALARY | {"letters": ["C"]}, headers=HTMX)
    client.post("/matrix/cell/", SALARY | {"aspect": "leave", "letters": ["I"]}, headers=HTMX)
    assert ChangeSet.objects.filter(author=cast["meral"]).count() == 1
    assert len(lines(cast["meral"])) == 2


def test_choosing_what_is_in_force_again_takes_the_line_back(cast, client_of):
    client = client_of(cast["meral"])
    client.post("/matrix/cell/", SALARY | {"letters": ["C"]}, headers=HTMX)
    answer = client.post("/matrix/cell/", SALARY | {"letters": [], "pending": "C"}, headers=HTMX)
    assert lines(cast["meral"]) == []
    assert "actionbar" not in answer.text


def test_a_new_a_takes_the_place_of_the_one_that_is_there(cast, client_of):
    asked = {"aspect": "hr-content", "party": "role:intranet-manager", "facet": "*", "seen": "", "pending": ""}
    client = client_of(cast["saskia"])
    form = client.get("/matrix/cell/", asked, headers=HTMX)
    assert "HR answers for it now and would no longer" in form.text
    client.post("/matrix/cell/", asked | {"letters": ["A"]}, headers=HTMX)
    assert lines(cast["saskia"]) == [
        {"unassign": {"aspect": "hr-content", "party": "unit:hr", "letter": "A"}},
        {"assign": {"aspect": "hr-content", "party": "role:intranet-manager", "letter": "A"}},
    ]


def test_taking_the_wish_for_an_a_back_keeps_the_old_one():
    cell = Cell("hr-content", "*", "role:intranet-manager")
    wish = lines_for((), cell, frozenset("A"), own=frozenset(), other="unit:hr")
    assert wanted(wish, cell, frozenset()) == {"A"}
    assert wish == (Unassign("hr-content", "*", "unit:hr", "A"), Assign(*cell, "A"))
    assert lines_for(wish, cell, frozenset(), own=frozenset(), other="unit:hr") == ()


def test_a_line_keeps_its_date_while_another_letter_is_chosen():
    cell, day = Cell("leave", "*", "unit:it"), timezone.now()
    first = lines_for((), cell, frozenset("C"), own=frozenset(), other=None, valid_from=day)
    second = lines_for(first, cell, frozenset("CI"), own=frozenset(), other=None)
    assert second == (Assign(*cell, "C", day), Assign(*cell, "I"))


def test_of_two_people_at_one_cell_the_second_is_told_what_changed_and_chooses(cast, client_of):
    form = client_of(cast["meral"]).get("/matrix/cell/", SALARY, headers=HTMX)
    assert 'name="seen" value=""' in form.text
    operations.assign(
        Aspect.objects.get(key="salary"),
        party=Party.objects.get(ref="unit:comms"),
        letter="I",
        by=cast["saskia"],
        at=timezone.now(),
    )
    told = client_of(cast["meral"]).post("/matrix/cell/", SALARY | {"letters": ["C"]}, headers=HTMX)
    assert told.status_code == 409
    assert "Communications is Informed on “Salary” now." in told.text
    assert 'value="C" checked' in told.text
    assert lines(cast["meral"]) == []
    again = client_of(cast["meral"]).post("/matrix/cell/", SALARY | {"seen": "I", "pending": "I", "letters": ["C"]})
    assert again.status_code == 302
    assert [next(iter(line)) for line in lines(cast["meral"])] == ["unassign", "assign"]


def test_who_takes_the_a_is_told_when_somebody_else_has_it_by_now(cast, client_of):
    asked = {"aspect": "hr-content", "party": "role:intranet-manager", "facet": "*", "seen": "", "pending": ""}
    client, form = client_of(cast["saskia"]), asked | {"letters": ["A"], "other": "unit:hr"}
    aspect, now = Aspect.objects.get(key="hr-content"), timezone.now()
    lines_of_noor = (Unassign(aspect.key, "*", "unit:hr", "A"), Assign(aspect.key, "*", "unit:comms", "A"))
    operations.apply(operations.draft(lines_of_noor, title="To Comms", by=cast["saskia"], at=now), by=None, at=now)
    answer = client.post("/matrix/cell/", form, headers=HTMX)
    assert answer.status_code == 409
    assert "Communications answers for “HR content” now" in answer.text
    assert 'name="other" value="unit:comms"' in answer.text
    assert 'value="A" checked' in answer.text
    assert lines(cast["saskia"]) == []
    assert client.post("/matrix/cell/", form | {"other": "unit:comms"}, headers=HTMX).status_code == 200
    assert lines(cast["saskia"])[0] == {"unassign": {"aspect": "hr-content", "party": "unit:comms", "letter": "A"}}


def test_who_has_the_a_does_not_matter_to_who_leaves_it(cast, client_of):
    asked = {"aspect": "hr-content", "party": "role:intranet-manager", "facet": "*", "seen": "", "pending": ""}
    answer = client_of(cast["saskia"]).post(
        "/matrix/cell/", asked | {"letters": ["C"], "other": "unit:it"}, headers=HTMX
    )
    assert answer.status_code == 200


def test_adding_nothing_says_that_nothing_changes(cast, client_of):
    client = client_of(cast["meral"])
    answer = client.post("/matrix/cell/", SALARY | {"letters": []})
    assert drafts.open_draft(cast["meral"]) is None
    page = client.get(answer["Location"]).text
    assert "Added to your changes" not in page
    assert "Nothing to add: it is so already" in page


def test_of_two_windows_of_one_person_the_second_is_told(cast, client_of):
    client = client_of(cast["meral"])
    client.post("/matrix/cell/", SALARY | {"letters": ["C"]}, headers=HTMX)
    told = client.post("/matrix/cell/", SALARY | {"letters": ["R"]}, headers=HTMX)
    assert told.status_code == 409
    assert "They were changed in another window." in told.text
    assert [line["assign"]["letter"] for line in lines(cast["meral"])] == ["C"]


def test_who_may_not_set_it_sees_who_can_and_proposes(cast, client_of):
    client = client_of(cast["tim"])
    form = client.get("/matrix/cell/", SALARY, headers=HTMX)
    assert "Will be proposed." in form.text
    assert "Meral Aydin" in form.text
    assert client.post("/matrix/cell/", SALARY | {"letters": ["C"]}, headers=HTMX).status_code == 200
    assert len(lines(cast["tim"])) == 1


def test_who_holds_it_for_one_facet_alone_is_not_named_for_all(cast, client_of):
    aspect, now = Aspect.objects.get(key="salary"), timezone.now()
    texts = [Assign(aspect.key, "content", "role:intranet-manager", "A")]
    operations.apply(operations.draft(texts, title="Texts", by=cast["saskia"], at=now), by=None, at=now)
    hints = client_of(cast["tim"]).get("/matrix/cell/", SALARY, headers=HTMX).text
    assert "can set it." in hints
    assert "Noor Haddad" not in hints  # accountable for content, not for design
    asked = SALARY | {"facet": "content"}
    assert "Noor Haddad" in client_of(cast["tim"]).get("/matrix/cell/", asked, headers=HTMX).text


def test_who_may_set_it_is_not_told_of_proposing(cast, client_of):
    assert "Will be proposed." not in client_of(cast["meral"]).get("/matrix/cell/", SALARY, headers=HTMX).text
    hers = SALARY | {"aspect": "hr-content"}
    form = client_of(cast["meral"]).get("/matrix/cell/", hers, headers=HTMX)
    assert form.text.count("Will be proposed.") == 1  # the A, which only somebody above sets


@pytest.mark.parametrize(
    "wrong", [{"aspect": "nowhere"}, {"party": "unit:nobody"}, {"party": "x"}, {"facet": "colour"}]
)
def test_a_cell_that_is_not_there_is_not_found(cast, client_of, wrong):
    assert client_of(cast["meral"]).post("/matrix/cell/", SALARY | wrong).status_code == 404


def test_a_day_that_is_none_is_told_and_nothing_collected(cast, client_of):
    answer = client_of(cast["meral"]).post("/matrix/cell/", SALARY | {"letters": ["C"], "from": "soon"}, headers=HTMX)
    assert answer.status_code == 400
    assert lines(cast["meral"]) == []


def test_why_shows_the_editor_for_now_and_not_for_another_day(cast, client_of):
    client = client_of(cast["meral"])
    asked = "/matrix/why/?aspect=salary&party=unit:comms"
    assert 'id="cell-form"' in client.get(asked, headers=HTMX).text
    assert 'id="cell-form"' not in client.get(f"{asked}&at=2027-03-01", headers=HTMX).text


def test_the_form_asks_little_of_the_database(cast, client_of, count_queries):
    client = client_of(cast["meral"])
    client.get("/matrix/cell/", SALARY, headers=HTMX)
    with count_queries(12):
        client.get("/matrix/cell/", SALARY, headers=HTMX)
