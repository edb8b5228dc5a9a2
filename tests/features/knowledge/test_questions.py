"""A question reaches who does the work on its aspect, anybody answers, and who asked or keeps it says what holds."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from polder.capabilities.discussion import operations as talk
from polder.capabilities.discussion.errors import NotFound as NotThere
from polder.capabilities.discussion.errors import NotYours
from polder.capabilities.discussion.errors import WrongState as Closed
from polder.capabilities.notifications import tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import tree
from polder.capabilities.publishing.queries import Visit
from polder.features.knowledge import operations, queries
from polder.features.knowledge.models import Article, Question
from polder.features.knowledge.operations import asking
from polder.features.knowledge.queries import questions as listed
from polder.governance import operations as matrix
from polder.governance.changes import Unassign
from polder.governance.errors import Refused
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import people

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def aspect(key="salary"):
    return Aspect.objects.get(key=key)


@pytest.fixture
def asked(cast):
    def ask(
        title="When is the thirteenth month paid?", text="It was December before.", by="kim", at=None, about="salary"
    ):
        return operations.ask(title, text, aspect=aspect(about), language="en", by=cast[by], at=at or now())

    return ask


@pytest.fixture
def guest(cast):
    return Person.objects.create(
        key="gast", name="Gast", kind="guest", sponsor=cast["meral"], left_on=now() + timedelta(days=30)
    )


def answer(question, by, text="In November."):
    said = talk.say(question.ref, text, by=by, at=now())
    question.refresh_from_db()
    return said


def waits_for(person, at=None):
    return [task for task in tasks.for_person(person, at or now()) if task.kind == "question"]


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("person__key", flat=True))


def test_it_is_a_task_of_the_r_until_somebody_answers_and_of_the_a_when_it_is_late(cast, asked):
    question = asked(by="tim", about="homepage")
    assert [task.title for task in waits_for(cast["kim"])] == [question.title]
    assert waits_for(cast["saskia"]) == waits_for(cast["tim"]) == waits_for(cast["meral"]) == []
    late = question.due_at + timedelta(minutes=1)
    [task] = waits_for(cast["saskia"], late)
    assert (task.late, task.letter) == (True, "A")
    assert [(task.late, task.letter) for task in waits_for(cast["kim"], late)] == [(True, "R")]
    answer(question, cast["meral"])
    assert waits_for(cast["kim"], late) == waits_for(cast["saskia"], late) == []
    assert told("question_answered") == ["tim"]


def test_where_nobody_does_the_work_who_answers_for_it_is_asked_at_once(cast, asked):
    nobody = [Unassign(AspectKey("salary"), "*", PartyKey("person:meral"), "R")]
    matrix.apply_lines(nobody, title="No R", by=cast["meral"], at=now())
    asked()
    assert [task.letter for task in waits_for(cast["meral"])] == ["A"]
    assert told("question") == ["meral"]


def test_the_clock_runs_in_working_days(cast, asked):
    friday = datetime(2026, 3, 20, 15, tzinfo=UTC)
    assert asked(at=friday).due_at.date() == (friday + timedelta(days=5)).date()  # three working days later


def test_who_answers_for_it_is_told_once_when_it_is_late(cast, asked):
    question = asked(by="tim", about="homepage", at=now() - timedelta(days=30))
    assert told("question") == ["kim", "noor"]
    asking.remind(now())
    asking.remind(now())
    assert told("question") == ["kim", "noor", "saskia"]
    assert question.waits_since is not None


def test_an_answer_of_ones_own_does_not_stop_the_clock_and_one_taken_back_starts_it_anew(cast, asked):
    question = asked()
    answer(question, cast["kim"], "I mean the one for 2026.")
    assert question.waits_since is not None
    said = answer(question, cast["tim"])
    assert question.waits_since is None
    talk.take_back(said, by=cast["tim"], at=now())
    question.refresh_from_db()
    assert (question.answers, question.waits_since is not None) == (1, True)


def test_who_asked_accepts_an_answer_and_may_think_better_of_it(cast, asked):
    question = asked()
    said = answer(question, cast["tim"])
    with pytest.raises(Refused):
        operations.accept(question, said, by=cast["tim"], at=now())
    operations.accept(question, said, by=cast["kim"], at=now())
    question.refresh_from_db()
    assert (question.accepted, question.accepted_by) == (said, cast["kim"])
    assert told("answer_accepted") == ["tim"]
    operations.reopen(question, by=cast["kim"], at=now())
    assert [task.title for task in waits_for(cast["meral"])] == [question.title]
    with pytest.raises(operations.WrongState):
        operations.reopen(question, by=cast["kim"], at=now())


def test_who_keeps_the_aspect_accepts_verifies_and_who_asked_is_told(cast, asked):
    question = asked()
    said = answer(question, cast["tim"])
    operations.accept(question, said, by=cast["omar"], at=now())
    assert told("question_settled") == ["kim"]
    with pytest.raises(Refused):
        operations.verify(question, said, by=cast["kim"], at=now())
    operations.verify(question, said, by=cast["meral"], at=now())
    question.refresh_from_db()
    assert question.verified == said
    talk.change(said, "In December.", by=cast["tim"], at=now())
    question.refresh_from_db()
    assert (question.verified, question.accepted) == (None, said)  # other words were never verified
    talk.hide(said, "Wrong", by=cast["omar"], at=now())
    question.refresh_from_db()
    assert (question.accepted, question.answers, question.waits_since is not None) == (None, 0, True)


def test_only_an_answer_to_this_question_is_accepted(cast, asked):
    question, other = asked(), asked("Where is the bicycle shed?")
    elsewhere = answer(other, cast["tim"])
    reply = talk.say(question.ref, "Me too", parent=question.opening, by=cast["tim"], at=now())
    for wrong in (elsewhere, reply, question.opening):
        with pytest.raises(operations.WrongState):
            operations.accept(question, wrong, by=cast["kim"], at=now())


def test_it_goes_to_who_knows_with_its_talk_and_a_clock_of_its_own(cast, asked):
    question = asked(at=now() - timedelta(days=30))
    with pytest.raises(Refused):
        operations.move(question, aspect=aspect("homepage"), by=cast["kim"], at=now())
    operations.move(question, aspect=aspect("homepage"), by=cast["omar"], at=now())
    question.refresh_from_db()
    assert question.due_at > now()
    assert question.opening.aspect.key == "homepage"
    assert waits_for(cast["meral"]) == []
    with pytest.raises(operations.Invalid):
        operations.move(question, aspect=aspect("homepage"), by=cast["kim"], at=now())


def test_what_was_asked_before_leads_to_the_other_and_is_closed(cast, asked, client_of):
    first, second, third = asked(), asked("Thirteenth month: when?"), asked("When do I get paid the 13th month?")
    with pytest.raises(Refused):
        operations.merge(second, first, by=cast["kim"], at=now())
    operations.merge(third, second, by=cast["omar"], at=now())
    operations.merge(second, first, by=cast["omar"], at=now())
    assert set(Question.objects.filter(same_as=first)) == {second, third}
    assert told("question_merged") == ["kim", "kim"]
    with pytest.raises(operations.WrongState):
        operations.merge(first, third, by=cast["omar"], at=now())
    with pytest.raises(operations.Invalid):
        operations.merge(first, first, by=cast["omar"], at=now())
    with pytest.raises(Closed):
        talk.say(second.ref, "Hello", by=cast["tim"], at=now())
    client = client_of(cast["tim"])
    assert first.get_absolute_url() in client.get(second.get_absolute_url()).content.decode()
    assert second.title not in client.get("/knowledge/questions/").content.decode()
    operations.part(second, by=cast["omar"], at=now())
    assert second.title in client.get("/knowledge/questions/").content.decode()


def test_an_answer_becomes_the_draft_of_an_article_once(cast, asked, client_of):
    question = asked()
    part = tree.part("knowledge")
    with pytest.raises(operations.WrongState):
        operations.write_up(question, parent=part, by=cast["omar"], at=now())
    said = answer(question, cast["tim"], "In November. <b>With</b> the salary.")
    operations.accept(question, said, by=cast["kim"], at=now())
    with pytest.raises(Refused):
        operations.write_up(question, parent=part, by=cast["kim"], at=now())
    answer_of_view = client_of(cast["omar"]).post(f"{question.get_absolute_url()}write-up/")
    article = Article.objects.get()
    assert answer_of_view["Location"] == f"/edit/pages/{article.pk}/edit/"
    assert (article.title, article.live, article.summary) == (question.title, False, "In November.")
    assert "&lt;b&gt;With" in str(article.body)
    assert operations.write_up(question, parent=part, by=cast["omar"], at=now()) == article
    assert article.title not in client_of(cast["kim"]).get("/knowledge/").content.decode()


def test_who_asked_says_it_in_other_words_and_may_take_it_back(cast, asked, client_of):
    question = asked()
    with pytest.raises(NotYours):
        operations.reword(question, "Mine?", "", by=cast["tim"], at=now())
    operations.reword(question, "When is the end-of-year bonus paid?", "", by=cast["kim"], at=now())
    question.refresh_from_db()
    assert question.title == "When is the end-of-year bonus paid?"
    page = client_of(cast["tim"]).get(question.get_absolute_url()).content.decode()
    assert "thirteenth month" in page  # as it was asked before
    talk.take_back(question.opening, by=cast["kim"], at=now())
    assert client_of(cast["tim"]).get(question.get_absolute_url()).status_code == 404
    assert client_of(cast["kim"]).get(question.get_absolute_url()).status_code == 200
    assert question.title not in client_of(cast["tim"]).get("/knowledge/questions/").content.decode()
    assert waits_for(cast["meral"]) == []
    with pytest.raises(operations.NotFound):
        operations.move(question, aspect=aspect("homepage"), by=cast["omar"], at=now())


def test_a_reported_question_is_looked_at_and_hidden(cast, asked, client_of):
    question = asked()
    talk.report(question.opening, "Advertisement", by=cast["tim"], at=now())
    assert "moderate" in tasks.kinds_for(cast["omar"], now())
    talk.hide(question.opening, "Advertisement", by=cast["omar"], at=now())
    assert client_of(cast["tim"]).get(question.get_absolute_url()).status_code == 404
    assert "Advertisement" in client_of(cast["kim"]).get(question.get_absolute_url()).content.decode()
    talk.leave(question.opening, by=cast["omar"], at=now())
    assert client_of(cast["tim"]).get(question.get_absolute_url()).status_code == 200
    assert [task.title for task in waits_for(cast["meral"])] == [question.title]


def test_for_a_guest_there_are_no_questions(cast, asked, guest, client_of):
    question = asked()
    client = client_of(guest)
    for path in ("/knowledge/questions/", "/knowledge/questions/ask/", question.get_absolute_url()):
        assert client.get(path).status_code == 404
    assert client.get(f"/talk/{question.ref}/about/").status_code == 404
    assert "questions/" not in client.get("/knowledge/").content.decode()
    assert not queries.asked(guest, now()).exists()
    assert not queries.near_to(question.title, Visit.of(guest, now()))
    with pytest.raises(operations.NotFound):
        operations.ask("May I?", "", aspect=aspect(), language="en", by=guest, at=now())
    with pytest.raises(NotThere):
        talk.say(question.ref, "Hello", by=guest, at=now())
    talk.say(question.ref, "Hello @gast @kim", by=cast["tim"], at=now())
    assert told("mentioned") == ["kim"]


def test_what_is_near_in_words_is_shown_while_one_asks_and_says_what_it_is_about(cast, asked, client_of):
    question = asked()
    asked("Where do bicycles go?", "", about="homepage")
    visit = Visit.of(cast["tim"], now())
    found = queries.near_to("When are thirteenth months paid out", visit)
    assert list(found.questions) == [question]
    assert found.aspects[0].key == "salary"
    client = client_of(cast["tim"])
    part = client.get("/knowledge/questions/near/", {"title": "thirteenth month paid"}).content.decode()
    assert question.title in part
    assert "Salary" in part
    assert (
        question.title in client.get("/knowledge/questions/ask/", {"title": "thirteenth month paid"}).content.decode()
    )
    for path in ("questions/near/", "questions/", "words/", ""):
        odd = dict.fromkeys(("title", "q", "aspect"), "\x00 %_'")
        assert client.get(f"/knowledge/{path}", odd).status_code == 200


def test_one_asks_on_the_web_and_the_words_say_where_it_goes(cast, asked, client_of):
    asked()
    client = client_of(cast["tim"])
    unclear = client.post("/knowledge/questions/ask/", {"title": "Xyzzy?"})
    assert unclear.status_code == 422
    assert "Your words do not say what it is about. Choose it here." in unclear.content.decode()
    form = client.get("/knowledge/questions/ask/").content.decode()
    assert form.count("(optional)") == 1  # what explains the question; what it is about may have to be chosen
    assert "choose it in the form" in client.get("/knowledge/questions/near/", {"title": "Xyzzy?"}).content.decode()
    sent = client.post(
        "/knowledge/questions/ask/", {"title": "Is the thirteenth month paid to all?", "text": "And me?"}
    )
    made = Question.objects.get(asker=cast["tim"])
    assert sent["Location"] == made.get_absolute_url()
    assert made.aspect.key == "salary"
    chosen = {"title": "Is the thirteenth month paid to trainees?", "aspect": "homepage"}
    client.post("/knowledge/questions/ask/", chosen)
    assert Question.objects.get(title=chosen["title"]).aspect.key == "homepage"
    assert Event.objects.filter(kind="question.asked").count() == 3


def test_the_page_answers_and_settles_without_and_with_htmx(cast, asked, client_of):
    question = asked()
    tim, kim = client_of(cast["tim"]), client_of(cast["kim"])
    sent = tim.post(f"/talk/{question.ref}/", {"text": "In November, ask @meral."})
    assert sent["Location"].startswith(f"{question.get_absolute_url()}#comment-")
    part = tim.post(f"/talk/{question.ref}/", {"text": "Or so."}, headers={"HX-Request": "true"}).content.decode()
    assert 'id="talk"' in part
    assert "<html" not in part
    assert "That answers it" not in part
    number = listed.answers_of(Question.objects.get(), cast["kim"], now()).answers[0].comment.pk
    assert "That answers it" in kim.get(question.get_absolute_url()).content.decode()
    kim.post(f"{question.get_absolute_url()}accept/", {"answer": number})
    assert Question.objects.get().accepted_id == number
    for verb, data in (("accept", {"answer": "x"}), ("nothing", {}), ("move", {"aspect": "no"})):
        assert kim.post(f"{question.get_absolute_url()}{verb}/", data).status_code == 404
    assert kim.post(f"{question.get_absolute_url()}merge/", {"into": "99999"}).status_code == 422


def test_questions_are_found_by_the_beginnings_of_their_words_by_state_and_by_aspect(cast, asked):
    first, second = asked(), asked("Where do bicycles go?", "", by="tim", about="homepage")
    kim = cast["kim"]
    assert list(queries.asked(kim, now(), words="thirteenth mon")) == [first]
    assert list(queries.asked(kim, now(), words="BICYCLE")) == [second]
    assert list(queries.asked(kim, now(), show="mine")) == [first]
    assert list(queries.asked(kim, now(), aspect="homepage")) == [second]
    operations.accept(first, answer(first, cast["tim"]), by=kim, at=now())
    assert list(queries.asked(kim, now(), show="open")) == [second]


def test_lists_pages_and_inboxes_cost_the_same_for_few_and_for_many(cast, asked, client_of, count_queries):
    question = asked()
    client = client_of(cast["omar"])
    client.get(question.get_absolute_url())

    def look():
        with count_queries(9):
            client.get("/knowledge/questions/?q=month")
        with count_queries(24):
            client.get(question.get_absolute_url())
        with count_queries(6):
            list(tasks.source_of("question").for_person(cast["omar"], now()))

    look()
    for number in range(8):
        answer(asked(f"Is the thirteenth month paid, and how much, {number}?"), cast["tim"])
        answer(question, cast["tim"], f"Perhaps {number}, @omar")
    look()


def told_of(question):
    return {notice.person.key for notice in Notice.objects.filter(kind="question", thing=question.ref)}


def test_deputies_of_who_does_the_work_are_asked_too(cast, asked):
    question = asked()  # Meral does the work on salary; Omar is her deputy, Tim is Omar's
    assert told_of(question) == {"meral", "omar"}  # one hop (G10)
    assert any(task.thing == question.ref for task in tasks.for_person(cast["omar"], now()))


def test_a_deputy_is_asked_for_somebody_who_left(cast, asked):
    people.leave(cast["meral"], by=None, at=now())
    assert told_of(asked()) == {"omar"}


def test_the_deputy_of_who_answers_for_it_is_told_when_it_is_late(cast, asked):
    question = asked(about="leave", by="kim")  # everybody of HR works on it; Meral heads it
    Notice.objects.all().delete()
    asking.remind(question.due_at)
    assert told_of(question) == {"meral", "omar"}


def test_what_a_question_is_about_is_found_by_a_part_of_its_name_without_script(cast, client_of):
    kim = client_of(cast["kim"])
    given = {"title": "When is the thirteenth month paid?", "text": ""}
    unclear = kim.post("/knowledge/questions/ask/", {**given, "aspect": "zz"}).content.decode()
    assert "No aspect is called so" in unclear
    many = kim.post("/knowledge/questions/ask/", {**given, "aspect": "an"}).content.decode()
    assert "Design standards · design" in many
    assert not Question.objects.exists()
    assert kim.post("/knowledge/questions/ask/", {**given, "aspect": "absence"}).status_code == 302
    assert Question.objects.get().aspect.key == "leave"
    offered = kim.get("/matrix/aspects/suggest/", {"aspect": "hr con"}).content.decode()
    assert 'value="HR content · hr-content"' in offered
