"""Whoever may edit a page looks at its draft as another reader would: trimmed for both, with nothing that can be done."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.publishing import audiences, imagining, operations, tree
from polder.capabilities.publishing.imagining import Reader
from polder.capabilities.publishing.models import Page
from polder.features.news import operations as news
from polder.features.news.models import Channel
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


def only_for(page: Page, *refs: str) -> Page:
    audience = audiences.audience_of(list(Party.objects.filter(ref__in=refs)))
    Page.objects.filter(pk=page.pk).update(audience=audience)
    return Page.objects.get(pk=page.pk)


def look(client, page: Page, **chosen: str):
    return client.get(reverse("publishing:as_reader", args=[page.pk]), chosen)


def main_of(answer) -> str:
    """What the reader would see: without the frame and the form above it."""
    return answer.content.decode().rpartition('<div class="wrap')[2].partition("</main>")[0]


def reader(ref: str = "", **more) -> Reader:
    return Reader(party=Party.objects.get(ref=ref) if ref else None, **more)


@pytest.fixture
def page(page_of, cast) -> Page:
    """About salary, for HR only; Meral works on it."""
    return only_for(page_of("salary", by=cast["meral"]), "unit:hr")


def test_who_is_in_the_audience_sees_the_draft_and_who_is_not_hears_why(page, cast, client_of):
    client = client_of(cast["meral"])
    for ref in ("unit:hr", "unit:hr-east"):  # a unit below it belongs to it (G3)
        assert "About salary" in main_of(look(client, page, who=ref)), ref
    for chosen in ({"who": "unit:comms"}, {"who": "unit:waterland"}, {}, {"who": "unit:hr", "guest": "1"}):
        answer = look(client, page, **chosen)
        assert "About salary" not in answer.content.decode(), chosen
        assert "It is only for HR." in answer.content.decode(), chosen


def test_guests_see_what_names_them_and_nothing_for_everybody(page_of, cast, client_of):
    page, client = page_of("salary", by=cast["meral"]), client_of(cast["meral"])
    assert "About salary" in main_of(look(client, page))
    assert "a guest gets only what names them" in look(client, page, guest="1").content.decode()
    only_for(page, "body:design-board")
    assert "About salary" in main_of(look(client, page, guest="1", who="body:design-board"))


def test_what_such_a_reader_sees_everybody_sees_who_is_that(page_of, cast):
    at = timezone.now()
    pages = [
        only_for(page_of(key, by=cast["noor"], live=True), "unit:it") for key in ("strategy", "salary", "homepage")
    ]
    for ref, key in (("role:intranet-manager", "noor"), ("unit:it", "anna"), ("unit:hr", "omar")):
        for one in pages:
            imagined = imagining.verdict(one, reader(ref), at)
            assert imagined.reads <= Page.objects.filter(audiences.readable(cast[key], at), pk=one.pk).exists()
            if imagined.because == "works":
                assert mandate.may(cast[key], "view_draft", one.aspect, at=at).allowed, (ref, one)


def test_who_holds_a_letter_there_sees_it_whoever_it_is_for(page_of, cast):
    """The role by R, any member of a body of which all act; a unit by R, and not by its head's A (G8)."""
    at = timezone.now()
    page = only_for(page_of("homepage", by=cast["noor"]), "unit:hr")
    assert imagining.verdict(page, reader("role:intranet-manager"), at).because == "works"
    assert imagining.verdict(page, reader("unit:comms"), at).because == "not_named"
    strategy = only_for(page_of("strategy", by=cast["noor"]), "unit:hr")
    assert imagining.verdict(strategy, reader("body:working-group"), at).because == "works"
    assert imagining.verdict(strategy, reader("body:steering"), at).because == "not_named"


def test_nothing_can_be_done_in_what_is_shown_and_nobody_is_told(page_of, cast, client_of):
    page = page_of("hr-content", by=cast["omar"], live=True)
    operations.require_reading(page, by=cast["meral"], at=timezone.now(), audience=[], before=None)
    client, before = client_of(cast["meral"]), Event.objects.count()
    for chosen in ({}, {"who": "unit:hr"}, {"who": "role:intranet-manager"}):
        shown = main_of(look(client, page, **chosen))
        assert "About hr-content" in shown
        assert re.findall(r"<form|<button|hx-(get|post)|/edit/", shown) == []
    assert Event.objects.count() == before
    assert client.post(reverse("publishing:as_reader", args=[page.pk])).status_code == 405


def test_what_stands_around_it_is_for_both(page_of, cast, client_of):
    above = page_of("hr-content", by=cast["omar"], live=True, title="everything")
    for name, refs in (("of-hr", ["unit:hr"]), ("of-it", ["unit:it"]), ("of-all", [])):
        made = page_of("hr-content", by=cast["omar"], live=True, parent=above, title=name)
        only_for(made, *refs)
    hidden = page_of("strategy", by=cast["kim"], live=True, parent=above, title="of-comms")
    only_for(hidden, "unit:comms")
    client = client_of(cast["omar"])
    everyone, of_comms = main_of(look(client, above)), main_of(look(client, above, who="unit:comms"))
    assert "Of-all" in everyone
    assert "Of-hr" not in everyone
    assert "Of-it" not in everyone
    assert "Of-comms" not in of_comms  # Omar may not know of it


def test_people_in_it_are_those_whom_both_may_find(page_of, cast, client_of):
    page = page_of("hr-content", by=cast["omar"])
    body = [("people", {"title": "Ask them", "people": [cast["tim"]]})]
    operations.edit(page, values={"body": body}, by=cast["omar"], at=timezone.now())
    only_for(page, "body:design-board", "unit:hr")
    client = client_of(cast["omar"])
    assert "Tim Vos" in main_of(look(client, page, who="unit:hr"))
    assert "Tim Vos" not in main_of(look(client, page, who="body:design-board", guest="1"))


def test_the_reader_reads_polder_in_a_language_of_their_own(page_of, cast, client_of):
    page = page_of("salary", by=cast["meral"])
    answer = look(client_of(cast["meral"]), page, reads="nl")
    assert '<html lang="nl"' in answer.content.decode()
    assert "Choose another reader" in answer.content.decode()
    assert '<html lang="en"' in client_of(cast["meral"]).get("/pages/").content.decode()


def test_who_may_not_edit_it_hears_who_can_and_for_others_it_is_not_there(page, cast, client_of):
    assert look(client_of(cast["anna"]), page).status_code == 403  # is asked for advice, sees the draft
    assert look(client_of(cast["bas"]), page).status_code == 404
    Page.objects.filter(pk=page.pk).update(binned_at=timezone.now())
    assert look(client_of(cast["meral"]), page).status_code == 404


def test_what_cannot_be_chosen_is_refused_in_words(page, cast, client_of):
    client = client_of(cast["meral"])
    for name in ("who", "place", "speaks", "reads"):
        for value in ("unit:nowhere", "person:bas", "'\"><script>", "x" * 5000):
            answer = look(client, page, **{name: value})
            assert answer.status_code in {400, 409, 422}, (name, value)
            assert "Choose anew." in answer.content.decode()


def test_it_costs_the_same_however_many_parties_there_are(page, cast, client_of, django_assert_max_num_queries):
    client = client_of(cast["meral"])
    look(client, page, who="unit:hr-east")
    with django_assert_max_num_queries(45):
        look(client, page, who="unit:hr-east")


def test_the_editor_shows_its_own_preview_with_the_eyes_of_others(page_of, cast, client_of):
    page, client = page_of("salary", by=cast["meral"]), client_of(cast["meral"])
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    sent = {"title": "Payday", "slug": "salary", "introduction": "", "body-count": "0", "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0"}  # fmt: skip
    assert client.post(address, sent).json()["is_valid"]
    for mode, word in (("", "Payday"), ("everyone", "Payday"), ("guest", "This reader does not see it")):
        answer = client.get(address, {"mode": mode, "in_preview_panel": "true"})
        assert word in main_of(answer), mode
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert re.findall(r"<form|<button", main_of(answer)) == []
    assert "frame-ancestors 'none'" in client.get(page.url or "/pages/").headers["Content-Security-Policy"]


def test_buttons_of_lists_lead_to_screens_that_are_there(page_of, cast, client_of):
    page = page_of("hr-content", by=cast["meral"])
    client = client_of(cast["meral"])
    for address in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
    ):
        said = client.get(address).content.decode()
        assert reverse("publishing:place", args=[page.pk]) in said
        for found in set(re.findall(rf'href="(/[^"]*/{page.pk}/[^"]*)"', said)):
            assert client.get(found.replace("&amp;", "&")).status_code in {200, 302}, found


def test_what_is_begun_is_previewed_once_its_aspect_is_chosen(page_of, cast, client_of):
    """The panel asks for it from the first letter on."""
    hr = page_of("hr-content", by=cast["omar"], live=True)
    news.open_channel(hr.aspect, comments=True, reactions=True, escalates=False, by=cast["meral"], at=timezone.now())
    channel, client = str(Channel.objects.get().pk), client_of(cast["meral"])
    sent = {"title": "New", "slug": "", "introduction": "", "summary": "In short", "body-count": "0",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    for app, model, parent, more in (
        ("pages", "contentpage", tree.part("pages"), {"under": str(hr.aspect_id)}),
        ("pages", "contentpage", hr, {}),
        ("knowledge", "article", tree.part("knowledge"), {"under": str(hr.aspect_id)}),
        ("news", "newsitem", tree.part("news"), {"in_channel": channel}),
    ):
        address = reverse("wagtailadmin_pages:preview_on_add", args=[app, model, parent.pk])
        if more:
            assert not client.post(address, sent).json()["is_valid"], model
        assert client.post(address, sent | more).json()["is_valid"], model
        for mode in ("", "everyone", "guest"):
            shown = client.get(address, {"mode": mode})
            assert shown.status_code == 200
            assert "New" in main_of(shown)
            assert re.findall(r"<form|<button", main_of(shown)) == []


def test_a_news_item_without_a_channel_is_asked_for_one(cast, client_of):
    address = reverse("wagtailadmin_pages:add", args=["news", "newsitem", tree.part("news").pk])
    sent = {"title": "New", "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    assert client_of(cast["meral"]).post(address, sent).status_code == 200


def test_numbers_of_blocks_that_no_window_sends_are_bad_requests(page_of, cast, client_of):
    page, client = page_of("hr-content", by=cast["meral"]), client_of(cast["meral"])
    for address in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]),
        reverse("polder_templates:add", args=[Aspect.objects.get(key="hr-content").pk]),
    ):
        for name in ("body-count", "body-0-order", "body-0-value-count"):
            for value in ("x", "", "-1", "999999999", "²", "1e9"):
                assert client.post(address, {"title": "x", name: value}).status_code == 400, (address, name, value)


def test_a_form_that_lacks_numbers_of_blocks_or_holds_no_text_is_a_bad_request(page_of, cast, client_of):
    page, client = page_of("hr-content", by=cast["meral"]), client_of(cast["meral"])
    block = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-id": ""}
    lacking = block | {"body-0-type": "people", "body-0-value-title": ""}
    unreadable = block | {"body-0-type": "text", "body-0-value": "no text at all"}
    for address in (
        reverse("wagtailadmin_pages:add", args=["pages", "contentpage", tree.part("pages").pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]),
    ):
        for more in ({}, lacking, unreadable):
            sent = {"title": "x", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"} | more
            assert client.post(address, sent).status_code == 400, (address, more)
