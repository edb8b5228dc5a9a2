"""A page moves with all below it, keeps its readers, and can be reached by a short address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.discussion import operations as talk
from polder.capabilities.discussion.models import Comment
from polder.capabilities.publishing import addresses, operations, tree
from polder.capabilities.publishing.errors import Invalid, NotFound
from polder.capabilities.publishing.models import Address, Page
from polder.features.news import operations as news
from polder.features.pages.models import ContentPage
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(published):
    """`/pages/salary/` with a page under it, beside `/pages/rules/`."""
    page = published("salary")
    published("bonus", under=page)
    return page, published("rules")


def renamed(page, slug, cast):
    now = timezone.now()
    operations.edit(page, values={"slug": slug}, by=cast["omar"], at=now)
    operations.submit(page, by=cast["omar"], at=now, minor=True)
    operations.approve(page, by=cast["meral"], at=now)


def test_a_branch_moves_and_its_old_addresses_lead_on(cast, home, client_of):
    page, rules = home
    client = client_of(cast["kim"])
    assert operations.place(page, parent=rules, by=cast["meral"], at=timezone.now()) == 2
    for old, new in (("salary/", "rules/salary/"), ("salary/bonus/", "rules/salary/bonus/")):
        answer = client.get(f"/pages/{old}?from=mail")
        assert (answer.status_code, answer["Location"]) == (301, f"/pages/{new}?from=mail")
        assert "no-cache" in answer["Cache-Control"]
        assert client.get(f"/pages/{new}").status_code == 200
    event = Event.objects.get(kind="page.placed")
    assert (event.thing, event.actor) == (f"page:{page.pk}", cast["meral"].pk)


def test_what_was_said_about_pages_is_moderated_where_they_fall_from_now_on(cast, home, published):
    page, _rules = home
    bonus, leave, now = Page.objects.get(slug="bonus"), published("leave", aspect="leave"), timezone.now()
    for row in (page, bonus):
        talk.say(f"page:{row.pk}", "Since when?", by=cast["kim"], at=now)
    operations.place(page, parent=leave, with_aspect=True, by=cast["meral"], at=now)
    assert set(Comment.objects.values_list("aspect__key", flat=True)) == {"leave"}
    operations.move(bonus, aspect=Aspect.objects.get(key="hr-content"), by=cast["meral"], at=now)
    assert dict(Comment.objects.values_list("thing", "aspect__key")) == {
        f"page:{page.pk}": "leave", f"page:{bonus.pk}": "hr-content",
    }  # fmt: skip


def test_moving_twice_leads_in_one_step_and_back_leads_nowhere(cast, home, published, client_of):
    page, rules = home
    other, client, now = published("other"), client_of(cast["kim"]), timezone.now()
    operations.place(page, parent=rules, by=cast["meral"], at=now)
    operations.place(page, parent=other, by=cast["meral"], at=now)
    for old in ("/pages/salary/bonus/", "/pages/rules/salary/bonus/"):
        assert client.get(old)["Location"] == "/pages/other/salary/bonus/"
    operations.place(page, parent=tree.part("pages"), by=cast["meral"], at=now)
    assert client.get("/pages/salary/bonus/").status_code == 200
    assert client.get("/pages/other/salary/bonus/")["Location"] == "/pages/salary/bonus/"
    assert not Address.objects.filter(path__startswith="pages/salary/").exists()


def test_loops_taken_addresses_and_other_kinds_of_places_are_refused_in_words(cast, home, published):
    page, rules = home
    now, meral = timezone.now(), cast["meral"]
    bonus = Page.objects.get(slug="bonus")
    for parent in (page, bonus):
        with pytest.raises(Invalid, match="under itself"):
            operations.place(page, parent=parent, by=meral, at=now)
    published("salary", under=rules)
    with pytest.raises(Invalid, match="“Salary” has the address /pages/rules/salary/"):
        operations.place(page, parent=rules, by=meral, at=now)
    channel = news.open_channel(Aspect.objects.get(key="salary"), by=meral, at=now)
    assert channel.pk
    with pytest.raises(Invalid, match="this kind"):
        operations.place(page, parent=tree.part("news"), by=meral, at=now)
    for nowhere in (tree.front_page(), Page.objects.get(depth=1)):
        with pytest.raises(NotFound):
            operations.place(page, parent=nowhere, by=meral, at=now)
    operations.throw_away(rules, by=meral, at=now)
    with pytest.raises(NotFound):
        operations.place(page, parent=rules, by=meral, at=now)


def test_what_is_taken_by_a_page_that_one_may_not_see_is_not_named(cast, home, published):
    page, _rules = home
    there = published("front", aspect="salary")
    hidden = published("salary", under=there)
    Page.objects.filter(pk=hidden.pk).update(aspect=Aspect.objects.get(key="platform"), title="Secret plan")
    operations.aim(there, parties=[], by=cast["meral"], at=timezone.now())
    Page.objects.filter(pk=hidden.pk).update(live=False, draft_title="Secret plan")
    with pytest.raises(Invalid) as refused:
        operations.place(page, parent=there, by=cast["meral"], at=timezone.now())
    assert "Secret" not in str(refused.value)
    assert "/pages/front/salary/" in str(refused.value)


def test_moving_asks_on_every_aspect_of_the_branch_and_on_the_new_parents(cast, home, published):
    page, rules = home
    Page.objects.filter(pk=rules.pk).update(aspect=Aspect.objects.get(key="homepage"))
    for by in ("kim", "meral"):  # each may write under one of the two
        with pytest.raises(Refused):
            operations.place(page, parent=rules, by=cast[by], at=timezone.now())
    Page.objects.filter(pk=rules.pk).update(aspect=Aspect.objects.get(key="salary"))
    Page.objects.filter(slug="bonus").update(aspect=Aspect.objects.get(key="homepage"))
    with pytest.raises(Refused):
        operations.place(page, parent=rules, by=cast["meral"], at=timezone.now())


def test_a_page_comes_under_the_aspect_of_its_new_parent_where_that_is_asked(cast, home):
    page, rules = home
    hr = Aspect.objects.get(key="hr-content")
    Page.objects.filter(pk=rules.pk).update(aspect=hr)
    operations.place(page, parent=rules, with_aspect=True, by=cast["meral"], at=timezone.now())
    assert set(Page.objects.filter(slug__in=["salary", "bonus"]).values_list("aspect__key", flat=True)) == {hr.key}
    assert Event.objects.filter(kind="page.moved").count() == 2


def test_another_last_part_of_an_address_counts_when_it_is_published(cast, home, client_of):
    page, _rules = home
    client = client_of(cast["kim"])
    operations.edit(page, values={"slug": "pay"}, by=cast["omar"], at=timezone.now())
    assert client.get("/pages/salary/").status_code == 200
    renamed(page, "pay", cast)
    assert client.get("/pages/salary/bonus/")["Location"] == "/pages/pay/bonus/"


def test_what_one_may_not_read_is_not_led_to(cast, home, client_of):
    page, rules = home
    operations.place(page, parent=rules, by=cast["meral"], at=timezone.now())
    operations.aim(page, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=timezone.now())
    assert client_of(cast["kim"]).get("/pages/salary/").status_code == 404
    assert client_of(cast["tim"]).get("/pages/salary/").status_code == 301
    operations.unpublish(page, by=cast["meral"], at=timezone.now())
    assert client_of(cast["tim"]).get("/pages/salary/").status_code == 404


def test_a_page_at_an_old_address_of_another_is_what_readers_get(cast, home, published, client_of):
    page, rules = home
    operations.place(page, parent=rules, by=cast["meral"], at=timezone.now())
    newer = published("salary")
    assert client_of(cast["kim"]).get("/pages/salary/").status_code == 200
    renamed(newer, "wages", cast)
    assert client_of(cast["kim"]).get("/pages/salary/")["Location"] == "/pages/wages/"


def test_an_address_that_was_taken_meanwhile_is_refused_or_left(cast, home, published):
    page, now = home[0], timezone.now()
    operations.edit(page, values={"slug": "pay"}, by=cast["omar"], at=now)
    operations.submit(page, by=cast["omar"], at=now, minor=True)
    operations.approve(page, by=cast["meral"], at=now, publish_at=now + timedelta(hours=1))
    published("pay")
    operations.run_due(now + timedelta(hours=1))
    page.refresh_from_db()
    assert (page.slug, page.revision_number) == ("salary", 2)
    with pytest.raises(Invalid, match="a page at that address"):
        operations.edit(page, values={"slug": "pay"}, by=cast["omar"], at=now)
    operations.edit(page, values={"slug": "pay-2"}, by=cast["omar"], at=now)
    operations.submit(page, by=cast["omar"], at=now, minor=True)
    published("pay-2")
    with pytest.raises(Invalid, match="a page at that address"):
        operations.approve(page, by=cast["meral"], at=now)


def test_no_page_stands_where_something_else_answers(cast, published):
    page, salary = ContentPage(title="Words", slug="words"), Aspect.objects.get(key="salary")
    with pytest.raises(Invalid, match="Something else"):
        operations.write(page, parent=tree.part("knowledge"), aspect=salary, by=cast["omar"], at=timezone.now())


def test_a_short_address_leads_to_its_page_for_who_may_read_it(cast, home, client_of):
    page, _rules = home
    made = operations.give_address(page, path="/Pay", by=cast["meral"], at=timezone.now())
    assert str(made) == "/pay/"
    for typed in ("/pay/", "/PAY/"):
        answer = client_of(cast["kim"]).get(typed)
        assert (answer.status_code, answer["Location"]) == (302, "/pages/salary/")
    operations.aim(page, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=timezone.now())
    assert client_of(cast["kim"]).get("/pay/").status_code == 404
    operations.take_address(page, number=made.pk, by=cast["meral"], at=timezone.now())
    assert client_of(cast["tim"]).get("/pay/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["", "/", "a b", "../x", "a//b", "a/b/c/d", "javascript:x", "https://evil.example/", "pay?x", "pay\r\nX: y", "é",
     "x" * 101, "-a", "%2e%2e", "pages/pay", "edit", "account/x", "files", "static", "healthz", "news", "tags.xml"],
)  # fmt: skip
def test_what_cannot_be_a_short_address_is_refused_in_words(cast, home, path):
    with pytest.raises(Invalid):
        operations.give_address(home[0], path=path, by=cast["meral"], at=timezone.now())


def test_a_short_address_is_given_once_and_by_who_may_publish(cast, home):
    page, rules = home
    operations.give_address(page, path="pay", by=cast["meral"], at=timezone.now())
    with pytest.raises(Invalid, match="leads to “Salary” already"):
        operations.give_address(rules, path="pay", by=cast["meral"], at=timezone.now())
    with pytest.raises(Refused):
        operations.give_address(rules, path="rules", by=cast["kim"], at=timezone.now())
    with pytest.raises(NotFound):
        operations.take_address(rules, number=page.addresses.get().pk, by=cast["meral"], at=timezone.now())
    for number in range(9):
        operations.give_address(page, path=f"pay-{number}", by=cast["meral"], at=timezone.now())
    with pytest.raises(Invalid, match="at most 10"):
        operations.give_address(page, path="pay-more", by=cast["meral"], at=timezone.now())


def test_every_first_part_of_the_products_own_addresses_is_reserved():
    assert {
        "account",
        "bin",
        "edit",
        "files",
        "healthz",
        "inbox",
        "matrix",
        "news",
        "pages",
        "static",
    } <= addresses.reserved()


def test_a_wrong_address_costs_one_query_more(cast, home, client_of, count_queries):
    client = client_of(cast["kim"])
    client.get("/pages/nothing/")
    with count_queries(6):
        assert client.get("/pages/nothing/").status_code == 404


def test_what_comes_back_from_the_bin_has_kept_its_address(cast, home, client_of):
    page, rules = home
    operations.throw_away(page, by=cast["meral"], at=timezone.now())
    with pytest.raises(Invalid):
        operations.edit(rules, values={"slug": "salary"}, by=cast["omar"], at=timezone.now())
    operations.restore(page, by=cast["meral"], at=timezone.now())
    assert client_of(cast["kim"]).get("/pages/salary/bonus/").status_code == 200


def test_the_screen_offers_places_and_addresses_to_who_may_and_does_not_exist_for_others(cast, home, client_of):
    page, rules = home
    meral, address = client_of(cast["meral"]), f"/place/{page.pk}/"
    assert client_of(cast["kim"]).get(address).status_code == 404
    assert client_of(cast["kim"]).post(f"{address}move/", {"parent": rules.pk}).status_code == 404
    shown = meral.get(address, {"q": "rul"}).content.decode()
    assert f'value="{rules.pk}"' in shown
    assert "Bonus" not in shown
    assert meral.post(f"{address}move/", {"parent": "x"}).status_code == 422
    assert meral.post(f"{address}move/", {"parent": "9" * 30}).status_code == 422
    assert "Moved" in meral.post(f"{address}move/", {"parent": rules.pk}, follow=True).content.decode()
    assert "/pay/" in meral.post(f"{address}addresses/", {"path": "pay"}, follow=True).content.decode()
    number = Address.objects.get(path="pay/").pk
    assert meral.post(f"{address}addresses/{number}/", follow=True).status_code == 200
    assert list(Address.objects.values_list("path", flat=True)) == ["pages/salary/", "pages/salary/bonus/"]


def test_the_screen_takes_as_many_queries_with_many_pages_around(cast, home, published, client_of, count_queries):
    meral, address = client_of(cast["meral"]), f"/place/{home[0].pk}/"
    meral.get(address)
    for number in range(8):
        published(f"more-{number}")
    with count_queries(14):
        meral.get(address)
