"""Articles are found by who may read them, opinions reach who keeps them, words are kept by who works on their aspect."""

import pytest
from django.utils import timezone

from polder.capabilities.notifications import tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import operations as route
from polder.capabilities.publishing import tree
from polder.capabilities.publishing.queries import Visit
from polder.features.knowledge import operations, queries
from polder.features.knowledge.models import Article, Opinion, Term
from polder.features.knowledge.operations.common import remember_article
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger import outbox
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


@pytest.fixture
def written(cast):
    def write(slug, summary="In one sentence."):
        article = Article(title=slug.capitalize(), slug=slug, summary=summary, body=[("text", "<p>A Woo request.</p>")])
        aspect = Aspect.objects.get(key="salary")
        route.write(article, parent=tree.part("knowledge"), aspect=aspect, by=cast["omar"], at=now())
        route.submit(article, by=cast["omar"], at=now(), minor=True)
        route.approve(article, by=cast["meral"], at=now())
        return Article.objects.get(pk=article.pk)

    return write


def test_an_article_is_found_by_its_words_by_who_may_read_it(cast, written, client_of):
    article = written("payslip", "Where the payslip is.")
    written("pension")
    visit = Visit.of(cast["kim"], now())
    assert [each.slug for each in queries.articles(visit, words="where PAYSLIP")] == ["payslip"]
    route.aim(article, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now())
    page = client_of(cast["kim"]).get("/knowledge/").content.decode()
    assert "Payslip" not in page
    assert "Pension" in page
    assert client_of(cast["kim"]).get("/knowledge/payslip/").status_code == 404
    assert client_of(cast["tim"]).get("/knowledge/payslip/").status_code == 200
    assert [name for _key, name, _count in queries.aspects_of(Visit.of(cast["kim"], now()))] == ["Salary"]


def test_what_a_reader_missed_is_a_task_until_it_is_answered_and_then_all_see_it(cast, written, client_of):
    article = written("payslip")
    said = operations.rate(article, useful=False, text="Where is December?", by=cast["kim"], at=now())
    assert "feedback" in tasks.kinds_for(cast["meral"], now())
    assert "feedback" not in tasks.kinds_for(cast["kim"], now())
    with pytest.raises(Refused):
        operations.answer(said, "There.", by=cast["tim"], at=now())
    with pytest.raises(operations.Invalid):
        operations.answer(said, " ", by=cast["meral"], at=now())
    operations.answer(said, "From the 16th.", by=cast["meral"], at=now())
    assert "feedback" not in tasks.kinds_for(cast["meral"], now())
    assert Notice.objects.get(kind="opinion_answered").person == cast["kim"]
    page = client_of(cast["tim"]).get("/knowledge/payslip/").content.decode()
    assert "From the 16th." in page
    assert "Kim Smit" not in page


def test_an_article_looked_at_as_another_reader_asks_nothing(cast, written, client_of):
    article = written("payslip")
    operations.rate(article, useful=False, text="Where is December?", by=cast["meral"], at=now())
    client = client_of(cast["meral"])
    for address in (f"/route/{article.pk}/as/", f"/route/{article.pk}/draft/"):
        shown = client.get(address).content.decode().rpartition('<div class="wrap')[2].partition("</main>")[0]
        assert "A Woo request." in shown
        assert "<form" not in shown
        assert "December" not in shown


def test_one_opinion_each_and_the_newest_counts(cast, written, client_of):
    article = written("payslip")
    client = client_of(cast["kim"])
    client.post(f"/knowledge/articles/{article.pk}/rate/", {"useful": "no", "text": "Dates?"})
    client.post(f"/knowledge/articles/{article.pk}/rate/", {"useful": "yes"})
    assert [(each.useful, each.text) for each in Opinion.objects.all()] == [(True, "")]


def test_what_one_may_not_read_one_has_no_opinion_of(cast, written):
    article = written("payslip")
    route.aim(article, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now())
    with pytest.raises(operations.NotFound):
        operations.rate(article, useful=True, by=cast["kim"], at=now())


def test_words_are_kept_by_who_works_on_their_aspect_and_have_one_meaning(cast, written, client_of):
    salary = Aspect.objects.get(key="salary")
    with pytest.raises(Refused):
        operations.define("Woo", "Open government act.", aspect=salary, by=cast["kim"], at=now())
    term = operations.define("Woo", "Open government act.", aspect=salary, by=cast["meral"], at=now())
    with pytest.raises(operations.Invalid):
        operations.define("WOO", "Something else.", aspect=salary, by=cast["meral"], at=now())
    written("requests")
    assert [each.key for each in queries.words_in("A Woo request.")] == [str(term.pk)]
    assert queries.words_in("Woodwork and woohoo.") == []
    page = client_of(cast["kim"]).get("/knowledge/requests/").content.decode()
    assert f'<button type="button" class="term" popovertarget="term-{term.pk}">Woo</button>' in page
    assert page.count("Open government act.") == 2  # where it is used, and beside the text
    operations.define("Woo", "Open government act, since 2022.", aspect=salary, term=term, by=cast["meral"], at=now())
    assert "since 2022" in client_of(cast["kim"]).get("/knowledge/requests/").content.decode()
    assert client_of(cast["kim"]).post(f"/knowledge/words/{term.pk}/", {"do": "remove"}).status_code == 403
    client_of(cast["meral"]).post(f"/knowledge/words/{term.pk}/", {"do": "remove"})
    assert not Term.objects.exists()


def test_the_list_costs_the_same_for_few_and_for_many(cast, written, client_of, django_assert_max_num_queries):
    client = client_of(cast["kim"])
    written("first")
    client.get("/knowledge/")
    with django_assert_max_num_queries(12):
        client.get("/knowledge/")
    for number in range(6):
        written(f"more-{number}")
    with django_assert_max_num_queries(12):
        client.get("/knowledge/")


def test_related_are_those_that_share_its_words_before_others_of_the_aspect(cast, written, client_of, count_queries):
    article = written("payslip", "Where the payslip of December is.")
    written("pension", "What you pay in.")
    close = written("december", "The payslip comes early in December.")
    hidden = written("secret", "A payslip in December nobody sees.")
    route.aim(hidden, parties=[Party.objects.get(ref="unit:it")], by=cast["meral"], at=now())
    for each in Article.objects.all():
        remember_article(each)
    with count_queries(6):
        found = queries.related(article, Visit.of(cast["kim"], now()))
    assert [each.slug for each in found] == ["december", "pension"]
    assert found[0] == close
    for each in (article, written("bicycle", "Something else.")):
        each.tags.add("money")
        each.save(clean=False)
    with count_queries(7):
        found = queries.related(article, Visit.of(cast["kim"], now()))
    assert [each.slug for each in found] == ["bicycle", "december", "pension"]


def test_what_was_published_is_remembered_by_its_words(cast, written):
    article = written("payslip", "Where the payslips are.")
    assert not article.about.exists()
    outbox.deliver("w", clock=now)
    assert set(article.about.values_list("word", flat=True)) == {"payslip", "woo", "request"}


def test_still_right_is_one_click_for_who_may_and_is_no_button_for_others(cast, written, client_of):
    article = written("payslip")
    assert "Still right" not in client_of(cast["kim"]).get("/knowledge/payslip/").content.decode()
    meral = client_of(cast["meral"])
    page = meral.get("/knowledge/payslip/").content.decode()
    assert f'action="/route/{article.pk}/verify/"' in page
    assert "Meral Aydin" in page  # who answers for it
    Article.objects.update(verified_on=None)
    assert "Not verified yet" in meral.get("/knowledge/payslip/").content.decode()
    meral.post(f"/route/{article.pk}/verify/", {"next": "/knowledge/payslip/"})
    article.refresh_from_db()
    assert (article.verified_on, article.verified_by) == (timezone.localdate(), cast["meral"])
    assert client_of(cast["kim"]).post(f"/route/{article.pk}/verify/", {}).status_code in {403, 404}


def test_a_word_is_not_set_back_by_who_opened_it_before(cast, client_of):
    aspect, now, meral = Aspect.objects.get(key="hr-content"), timezone.now(), client_of(cast["meral"])
    term = operations.define("Leave", "Days off.", aspect=aspect, by=cast["meral"], at=now)
    first = operations.as_opened(term)
    address, given = f"/knowledge/words/{term.pk}/", {"word": "Leave", "meaning": "Hours off.", "aspect": "hr-content"}
    assert first in meral.get(address).content.decode()
    operations.define("Leave", "Days away.", aspect=aspect, term=term, by=cast["omar"], at=now)
    answer = meral.post(address, {**given, "opened": first})
    shown = answer.content.decode()
    assert (answer.status_code, "Omar Idrissi changed this word" in shown, "Hours off." in shown) == (409, True, True)
    term.refresh_from_db()
    assert term.meaning == "Days away."
    assert meral.post(address, {**given, "opened": operations.as_opened(term)}).status_code == 302
