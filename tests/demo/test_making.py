"""What `polder demo` makes: the imported matrix, a past, and something that waits for each persona."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from polder.demo import story
from polder.demo.making import SPREADSHEET, make_demo, spreadsheet
from polder.demo.mode import FIRST_EVENT, was_made
from polder.demo.organisation import FOUNDED_DAYS_AGO, document
from polder.demo.personas import KEYS
from polder.features.knowledge.models import Article, Question, Term
from polder.governance import organisation_file, store, verifying
from polder.governance.finding_rules import find
from polder.governance.importing.drafting import proposal
from polder.governance.importing.reader import read
from polder.governance.loading import AlreadyLoaded
from polder.governance.models import Aspect, Assignment, ChangeSet
from polder.ground.ledger import verifying as ledger
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Organisation, Person, Role

EXPECTED = Path(__file__).parents[1] / "governance" / "importing" / "samples" / f"{SPREADSHEET}.expected.json"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


def test_the_first_event_says_that_it_is_a_demo():
    assert Event.objects.get(number=1).kind == FIRST_EVENT
    assert was_made()


def test_it_is_a_municipality_of_about_250_people(made):
    assert Organisation.objects.get().name == "Gemeente Polderveen"
    assert 240 <= Person.objects.count() <= 270
    assert Person.objects.filter(key__in=KEYS).count() == len(KEYS)


def test_the_matrix_that_was_taken_over_is_the_one_of_the_file():
    """Letter by letter: only where several are A the file has a choice to make, and no A was written."""
    taken_over = ChangeSet.objects.get(title="The matrix from our spreadsheet")
    names = {**dict(Aspect.objects.values_list("key", "name"))}
    made = {
        (names[line["assign"]["aspect"]], line["assign"]["party"], line["assign"]["letter"])
        for line in taken_over.lines
        if "assign" in line
    }
    parties = {match.name: match.party for match in _proposed().parties}
    wanted = {
        (row["aspect"], parties[party], letter)
        for row in json.loads(EXPECTED.read_text())["rows"]
        for party, letters in row["cells"].items()
        for letter in letters
    }
    assert made == wanted
    assert len(wanted) > 300


def test_every_party_of_the_file_is_one_of_the_organisation():
    proposed = _proposed()
    assert [match.name for match in proposed.parties if match.is_new] == []
    assert len(proposed.parties) == 12
    assert Role.objects.count() == len(document(date(2026, 3, 2))["roles"])


def test_today_differs_from_the_file_only_by_what_the_story_tells():
    changed = {
        (change.aspect, change.party) for change in (*_proposed().changed, *_proposed().ended, *_proposed().added)
    }
    told = {(line.aspect, line.party) for chapter in story.CHAPTERS for line in chapter.lines if hasattr(line, "party")}
    assert changed <= told
    assert changed


def test_each_chapter_is_a_change_set_by_the_one_who_could():
    for chapter in story.CHAPTERS:
        change_set = ChangeSet.objects.get(title=chapter.title)
        assert (change_set.state, change_set.decided_by.key) == (ChangeSet.State.APPLIED, chapter.by)


def test_one_change_is_planned_one_waits_and_one_is_drafted(made):
    states = dict(ChangeSet.objects.exclude(state=ChangeSet.State.APPLIED).values_list("title", "state"))
    assert states == {
        story.REORGANISATION.title: ChangeSet.State.PLANNED,
        story.SUCCESSOR.title: ChangeSet.State.PROPOSED,
        story.DRAFT.title: ChangeSet.State.DRAFT,
    }
    planned = ChangeSet.objects.get(title=story.REORGANISATION.title).effective_at
    assert planned.astimezone(store.zone(store.facts_now())).day == 1
    assert planned > made


def test_when_the_head_of_knowledge_management_is_gone_her_seat_is_vacant(made):
    def vacant(at: datetime) -> set[str]:
        return {each.aspect for each in find(store.reading_now(), at, codes={"vacant_accountable"})}

    assert "glossary" not in vacant(made)
    assert set(story.KNOWLEDGE) <= vacant(made + timedelta(days=8))


def test_there_are_findings_of_every_severity_but_critical(made):
    found = find(store.reading_now(), made)
    assert {each.severity for each in found} == {"high", "medium", "low"}


def test_there_are_forty_articles_and_questions_at_every_point_of_their_way(made):
    assert Article.objects.filter(live=True).count() == 40
    questions = Question.objects.all()
    assert questions.count() == 11
    assert questions.filter(accepted__isnull=False).count() == 6
    assert questions.filter(verified__isnull=False).count() == 2
    assert [each.language for each in questions.filter(waits_since__isnull=False, due_at__lte=made)] == ["en"]  # late
    assert questions.filter(waits_since__isnull=False, due_at__gt=made).count() == 2
    assert Term.objects.count() >= 10


def test_nothing_happened_after_now_and_everything_in_order(made):
    moments = list(Event.objects.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert made - timedelta(days=FOUNDED_DAYS_AGO + 4) < moments[0]
    assert moments[-1] < made


def test_the_ledger_and_the_index_are_as_they_must_be(made):
    assert ledger.verify().broken is None
    assert verifying.verify(at=made, most=200).difference == ""


def test_a_demo_is_not_made_over_anything_that_is_there(made):
    before = (Event.objects.count(), Assignment.objects.count())
    with pytest.raises(AlreadyLoaded):
        make_demo(made)
    assert (Event.objects.count(), Assignment.objects.count()) == before


@pytest.mark.parametrize(
    "day", [date(2026, 1, 1), date(2026, 2, 28), date(2026, 11, 30), date(2028, 2, 29), date(2026, 3, 29)]
)
def test_the_document_is_right_on_any_day_and_the_same_each_time(day):
    assert document(day) == document(day)
    organisation_file.parse(document(day))


def _proposed():
    return proposal(read(spreadsheet(), SPREADSHEET), store.reading_now(), datetime.now(UTC))


def test_the_two_searches_are_told_of_each_other_and_the_other_projects_are_not(made):
    from polder.features.projects import near
    from polder.features.projects.models import Project

    chair = Person.objects.get(key="anna-de-wit")
    told = {}
    for project in Project.objects.filter(state__in=["proposed", "running"]):
        found = near.near_to(near.draft_of(project), chair, made).found
        told[project.name] = {each.project.name: each.kinds for each in found}
    assert told == {
        "A search that finds": {"Answers at the front desk": ["aspect", "people", "goal"]},
        "Answers at the front desk": {"A search that finds": ["aspect", "people", "goal"]},
        "Photographs of our own": {}, "The depots read along": {},
    }  # fmt: skip
