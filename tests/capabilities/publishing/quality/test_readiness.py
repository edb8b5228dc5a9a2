"""What is said of a page to its author: the text, and what it leads to."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from polder.capabilities.publishing import addresses, audiences, operations, readiness
from polder.capabilities.publishing.models import Address, Attachment, Page, Picture
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party
from tests.capabilities.publishing.quality.pictures import PNG

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast, page_of):
    return page_of("leave", by=cast["tim"], live=True)


@pytest.fixture
def other(cast, page_of):
    return page_of("leave", by=cast["tim"], live=True, title="rules")


def codes(page, *links):
    written = "".join(f"<p>{link}</p>" for link in links)
    page.body = [("text", written)]
    return [remark.code for remark in readiness.of(page).remarks]


def to(page):
    return f'<a linktype="page" id="{page.pk}">the rules</a>'


def at(address):
    return f'<a href="{escape(address)}">the rules</a>'


def test_a_link_to_a_page_that_readers_see_is_right(page, other):
    assert codes(page, to(other), at(other.url), at(other.url.rstrip("/") + "?a=b#c")) == []


def test_a_link_to_a_page_that_is_gone_is_said(page, other, cast):
    gone = to(other)
    operations.throw_away(other, by=cast["meral"], at=cast.at)
    assert codes(page, gone) == codes(page, at(other.url)) == ["link_gone"]
    operations.empty_bin(cast.at + timedelta(days=94))
    assert codes(page, gone) == ["link_gone"]


def test_a_link_to_what_readers_do_not_see_is_said(page, cast, page_of):
    draft = page_of("leave", by=cast["tim"], title="draft")
    assert codes(page, to(draft)) == ["link_unpublished"]


def test_what_is_hidden_for_a_day_is_no_broken_link(page, other, cast):
    Page.objects.filter(pk=other.pk).update(hidden_until=cast.at + timedelta(days=1))
    assert codes(page, to(other)) == []


def aim(page, *refs):
    page.audience = audiences.audience_of(list(Party.objects.filter(ref__in=refs)))
    Page.objects.filter(pk=page.pk).update(audience=page.audience)


def test_a_link_to_what_some_readers_may_not_open_is_said(page, other):
    aim(other, "unit:hr")
    assert codes(page, to(other)) == ["link_audience"]
    aim(page, "unit:hr")
    assert codes(page, to(other)) == []
    aim(page, "unit:hr", "role:intranet-manager")
    assert codes(page, to(other)) == ["link_audience"]
    aim(other, "unit:hr", "role:intranet-manager", "unit:it")
    assert codes(page, to(other)) == []


def test_a_unit_lies_within_the_units_above_it(page, other):
    below = Party.objects.exclude(unit__parent=None).filter(kind="unit").select_related("unit__parent").first()
    aim(page, below.ref)
    aim(other, f"unit:{below.unit.parent.key}")
    assert codes(page, to(other)) == []
    aim(page, f"unit:{below.unit.parent.key}")
    aim(other, below.ref)
    assert codes(page, to(other)) == ["link_audience"]


@pytest.mark.parametrize("path", ["/news/", "/matrix/", "/people"])
def test_screens_are_there(page, path):
    assert codes(page, at(path)) == []


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/pages/nothing/",
        "/news/../../etc/passwd",
        "/%00/",
        "/files/documents/99/x.pdf",
        "/files/documents/99999999999999999999999/x.pdf",
    ],
)
def test_what_nothing_answers_is_gone(page, path):
    assert codes(page, at(path)) == ["link_gone"]


@override_settings(POLDER_BASE_URL="https://intranet.example.org")
def test_our_own_address_written_whole_is_ours(page, other):
    assert codes(page, at(f"https://intranet.example.org{other.url}")) == []
    assert codes(page, at("https://intranet.example.org/pages/nothing/")) == ["link_gone"]
    assert codes(page, at("https://elsewhere.example.org/pages/nothing/")) == []


def test_an_address_that_leads_on_is_right(page, other, cast):
    path = "short/rules/"
    Address.objects.create(digest=addresses.digest_of(path), path=path, page=other, kind="short", since=cast.at)
    assert codes(page, at("/short/rules"), at("/Short/Rules/")) == []


def test_files_that_are_linked_are_there(page):
    file = Attachment.objects.create(
        title="Rules", file=ContentFile(b"x", "rules.txt"), aspect=Aspect.objects.get(key="salary")
    )
    link = f'<a linktype="document" id="{file.pk}">the form</a>'
    assert codes(page, link, at(file.url)) == []
    file.delete()
    assert codes(page, link) == ["link_gone"]


def test_a_file_in_a_block_that_is_gone_is_said(page):
    page.body = ContentPage._meta.get_field("body").stream_block.to_python([{"type": "document", "value": 99}])
    assert [remark.code for remark in readiness.of(page).remarks] == ["file_gone"]


def test_a_picture_is_described(page):
    picture = Picture.objects.create(
        title="Beach", file=ContentFile(PNG, "beach.png"), aspect=Aspect.objects.get(key="salary")
    )
    blocks = ContentPage._meta.get_field("body").stream_block

    def shown(alt, decorative=False):
        value = {"image": picture.pk, "alt_text": alt, "decorative": decorative}
        page.body = blocks.to_python([{"type": "image", "value": value, "id": "p1"}])
        return [remark.code for remark in readiness.of(page).remarks]

    assert shown("Two people on a beach") == shown("", decorative=True) == []
    assert shown("") == ["alt_missing"]
    assert shown("IMG_2041.jpg") == ["alt_name"]
    picture.delete()
    assert shown("Two people") == ["picture_gone"]


def test_the_route_shows_it_with_a_way_to_the_block(page, other, cast, client_of):
    link = to(other)
    operations.edit(page, values={"body": [("text", f"<p>{link}</p>")]}, by=cast["meral"], at=cast.at)
    operations.throw_away(other, by=cast["meral"], at=cast.at)
    shown = client_of(cast["meral"]).get(f"/route/{page.pk}/").content.decode()
    assert "A link leads to something that is gone." in shown
    assert f"/pages/{page.pk}/edit/#block-" in shown


def test_what_is_around_costs_the_same_for_few_links_and_many(page, cast, page_of):
    pages = [page_of("leave", by=cast["tim"], live=True, title=f"rules-{n}") for n in range(12)]
    aim(pages[0], "unit:hr")
    codes(page, at(page.url))  # where the tree of the site begins is kept from here on
    counted = []
    for some in (pages[:2], pages):
        page.body = [("text", "".join(f"<p>{to(one)} {at(one.url)}</p>" for one in some))]
        with CaptureQueriesContext(connection) as made:
            readiness.of(page)
        counted.append(len(made))
    assert counted[0] == counted[1] <= 9
