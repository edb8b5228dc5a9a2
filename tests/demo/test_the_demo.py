"""What `polder demo` makes: the imported matrix, a past, something that waits for each persona; one click to be one of them.

One module, because the demo is made once for each.
"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.publishing.models import Publication
from polder.demo import story
from polder.demo.making import SPREADSHEET, make_demo, spreadsheet
from polder.demo.mode import FIRST_EVENT, is_demo, was_made
from polder.demo.organisation import FOUNDED_DAYS_AGO, document
from polder.demo.personas import KEYS, PERSONAS
from polder.demo.scenes import SCENES, drawn
from polder.demo.tour import STEPS
from polder.demo.writing import read_data
from polder.features.direction.models import Goal
from polder.features.knowledge.models import Article, Question, Term
from polder.features.news.models import NewsItem
from polder.features.wishes.models import Wish
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


def test_there_is_a_wish_in_each_state_and_goals_have_results():
    assert set(Wish.objects.values_list("state", flat=True)) == set(Wish.State.values)
    assert Wish.objects.filter(hidden_at__isnull=False).exists()
    assert Wish.objects.filter(same_as__isnull=False).exists()
    assert {became.partition(":")[0] for became in Wish.objects.values_list("became", flat=True)} == {
        "", "project", "proposal",
    }  # fmt: skip
    assert Goal.objects.filter(results__isnull=False, services__isnull=False).distinct().count() >= 3
    assert {goal.state(timezone.localdate()) for goal in Goal.objects.select_related("newest")} == {
        "reached", "behind", "on_course", "dropped",
    }  # fmt: skip


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


@pytest.mark.parametrize("key", sorted(KEYS))
def test_one_click_signs_in_as_a_persona(made, demo_mode, key):
    client = Client()
    assert f"/demo/be/{key}/" in client.get(reverse("account_login")).content.decode()
    client.post(f"/demo/be/{key}/")
    home = client.get("/")
    assert home.status_code == 200
    assert home.wsgi_request.user.key == key


def test_only_the_eight_can_be_chosen(made, demo_mode):
    client = Client()
    assert client.post("/demo/be/peter-dijkgraaf/").status_code == 404
    assert client.get("/demo/be/kim-hoekstra/").status_code == 405
    assert "_auth_user_id" not in client.session


def test_a_click_without_the_token_of_the_page_is_refused(made, demo_mode):
    assert Client(enforce_csrf_checks=True).post("/demo/be/kim-hoekstra/").status_code == 403


def test_whom_one_may_be_is_listed_with_what_they_come_for(made, demo_mode):
    page = Client().get("/demo/").content.decode()
    assert all(str(persona.about) in page for persona in PERSONAS)


def test_each_step_of_the_tour_is_a_page_for_the_one_it_needs(made, as_persona):
    client = as_persona("youssef-el-amrani")
    for number, step in enumerate(STEPS):
        page = client.post(f"/demo/tour/{number}/", follow=True)
        assert page.status_code == 200, step.title
        assert page.wsgi_request.user.key == step.persona
        assert str(step.title) in page.content.decode()
    assert client.post(f"/demo/tour/{len(STEPS)}/")["Location"] == "/"
    assert "Take the tour" in client.get("/").content.decode()


def test_the_steps_show_what_they_say(made, as_persona):
    def page(number: int) -> str:
        return as_persona(STEPS[number].persona).get(STEPS[number].address()).content.decode()

    assert "Who decides here?" in page(0)
    assert "Kim Hoekstra can" in page(1)
    assert "vacant" in page(2)
    assert "caretaker" in page(2)
    assert "A successor for knowledge management" in page(3)
    assert "A successor for knowledge management" in page(4)
    assert 'type="file"' in page(5)


def test_a_tour_can_be_left_and_resumed(made, as_persona):
    client = as_persona("lotte-visser")
    client.post("/demo/tour/2/")
    assert "step 3 of 6" in client.get("/people/").content.decode()
    client.post("/demo/tour/leave/")
    assert "step 3 of 6" not in client.get("/people/").content.decode()
    home = client.get("/").content.decode()
    assert "Resume the tour" in home
    assert 'action="/demo/tour/2/"' in home


def test_the_tour_goes_on_when_one_becomes_who_it_needs(made, as_persona):
    client = as_persona("lotte-visser")
    client.post("/demo/tour/2/")
    assert client.post("/demo/be/kim-hoekstra/")["Location"] == STEPS[2].address()
    assert client.post("/demo/be/ruud-wessels/")["Location"] == "/"


def test_the_first_event_alone_makes_no_demo(made, client_of):
    assert was_made()
    assert not is_demo()
    assert Client().post("/demo/be/kim-hoekstra/").status_code == 404
    assert Client().get("/demo/").status_code == 404
    kim = client_of(Person.objects.get(key="kim-hoekstra"))
    assert kim.post("/demo/tour/0/").status_code == 404
    assert "personas" not in Client().get(reverse("account_login")).content.decode()
    assert 'class="card tour"' not in kim.get("/").content.decode()


def test_most_changes_were_small_and_some_were_not():
    published = Publication.objects.filter(page__aspect__isnull=False)
    share = published.filter(minor=True).count() / published.count()
    assert 0.6 < share < 0.95


def test_every_item_of_news_has_a_picture_described_in_its_language(made):
    said = {
        language: {scene[language][1] for scene in read_data("pictures.yaml").values()} for language in ("en", "nl")
    }
    items = list(NewsItem.objects.select_related("picture__aspect", "locale", "aspect"))
    assert len(items) > 50
    for one in items:
        assert one.picture.aspect == one.aspect
        assert one.picture.description in said[one.locale.language_code]
    assert NewsItem.objects.filter(highlighted_until__gt=made).count() == 2


def test_the_scenes_are_the_same_each_time_and_small():
    for name, draw in SCENES.items():
        png = drawn(name)
        assert draw().as_png() == png, name
        assert len(png) < 60_000
