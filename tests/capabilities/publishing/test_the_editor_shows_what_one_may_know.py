"""In the tree, its search and the choosers an author meets what they may read and the drafts they may see; no other title."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.publishing import audiences, tree
from polder.capabilities.publishing.models import Page
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(page_of, cast) -> Page:
    """A live page for HR only, under an aspect whose drafts few see; and one that everybody reads."""
    page_of("homepage", by=cast["noor"], live=True, title="open")
    page = page_of("salary", by=cast["meral"], live=True, title="secret-bonus")
    only = audiences.audience_of([Party.objects.get(ref="unit:hr")])
    Page.objects.filter(pk=page.pk).update(audience=only)
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def outsider(cast):
    """Noor does the work everywhere but on salary."""
    return cast["noor"]


def chooser(client, name, *args, **given) -> str:
    answer = client.get(reverse(name, args=args), given)
    assert answer.status_code == 200
    return json.loads(answer.content)["html"] if "json" in answer.headers["Content-Type"] else answer.content.decode()


def test_choosers_and_searches_offer_no_page_that_is_not_for_the_author(secret, cast, outsider, client_of):
    pages = tree.part("pages").pk
    for person, sees in ((cast["meral"], True), (outsider, False)):
        client = client_of(person)
        assert "Open" in chooser(client, "wagtailadmin_choose_page_child", pages)
        assert ("Secret-bonus" in chooser(client, "wagtailadmin_choose_page_child", pages)) is sees
        assert ("Secret-bonus" in chooser(client, "wagtailadmin_choose_page_search", q="secret")) is sees
        assert ("Secret-bonus" in chooser(client, "wagtailadmin_pages:search", q="secret")) is sees
        assert ("Secret-bonus" in chooser(client, "wagtailadmin_explore", pages)) is sees


def test_a_page_that_an_author_may_not_know_of_is_not_there_at_any_address(secret, cast, outsider, client_of):
    names = [
        "wagtailadmin_explore", "wagtailadmin_pages:edit", "wagtailadmin_pages:history", "wagtailadmin_pages:view_draft",
    ]  # fmt: skip
    for name in [*names, "wagtailadmin_choose_page_child", "wagtailadmin_pages:add_subpage"]:
        assert client_of(outsider).get(reverse(name, args=[secret.pk])).status_code == 404, name
    many = reverse("wagtailadmin_choose_page_chosen_multiple")
    assert client_of(outsider).get(many, {"id": secret.pk}).status_code == 404
    assert client_of(cast["meral"]).get(many, {"id": secret.pk}).status_code == 200


def test_what_lies_in_the_bin_is_in_no_tree_and_no_chooser(secret, cast, client_of):
    Page.objects.filter(pk=secret.pk).update(binned_at=timezone.now())
    client, pages = client_of(cast["meral"]), tree.part("pages").pk
    assert "Secret-bonus" not in chooser(client, "wagtailadmin_explore", pages)
    assert "Secret-bonus" not in chooser(client, "wagtailadmin_choose_page_child", pages)
    assert "Secret-bonus" not in chooser(client, "wagtailadmin_choose_page_search", q="secret")


@pytest.mark.parametrize("name", ["wagtailimages_chooser:choose_results", "wagtaildocs_chooser:choose_results"])
def test_searching_a_chooser_of_files_answers(cast, client_of, name):
    assert "zeil" in chooser(client_of(cast["meral"]), name, q="zeil")


def test_wagtails_screens_say_u_in_dutch_and_no_english(secret, cast, client_of):
    client = client_of(cast["meral"])
    client.cookies["polder_language"] = "nl"
    for address in (
        reverse("wagtailadmin_pages:edit", args=[secret.pk]),
        reverse("wagtailadmin_pages:add_subpage", args=[tree.part("pages").pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailadmin_choose_page_email_link"),
    ):
        shown = client.get(address).content.decode()
        words = shown.split()
        assert not {"je", "jouw", "Je", "Jouw"} & set(words), address
        assert "Email address" not in shown
        assert ">Bold<" not in shown


def begins(client, language="en"):
    """Where the tree of the editor begins, and what stands there."""
    client.cookies["polder_language"] = language
    sent = client.get(reverse("wagtailadmin_explore_root"))
    return (sent["Location"], client.get(sent["Location"]).content.decode()) if sent.status_code == 302 else ("", "")


def test_the_tree_begins_at_the_part_that_one_writes_in_and_above_several_of_them(page_of, cast, client_of):
    page_of("salary", by=cast["meral"], live=True)
    where, shown = begins(client_of(cast["meral"]))
    assert where == reverse("wagtailadmin_explore", args=[tree.part("pages").pk])
    assert "1-1 of 1 page" in shown
    page_of("homepage", by=cast["noor"], live=True, parent=tree.part("news"), title="fair")
    page_of("homepage", by=cast["noor"], live=True)
    where, shown = begins(client_of(cast["noor"]), "nl")
    assert where == reverse("wagtailadmin_explore", args=[tree.front_page().pk])
    assert "Alle pagina's" in shown.replace("&#x27;", "'").replace("’", "'")
    assert "Nieuws" in shown
    assert "1-2 van 2 pagina" in shown
    assert "Root" not in shown


def test_the_tree_has_what_wagtails_script_looks_for_and_nothing_that_chooses_many(page_of, cast, client_of):
    page_of("salary", by=cast["meral"], live=True)
    _where, shown = begins(client_of(cast["meral"]))
    assert shown.count("data-bulk-action-footer") == 1
    assert "data-bulk-action-checkbox" not in shown
