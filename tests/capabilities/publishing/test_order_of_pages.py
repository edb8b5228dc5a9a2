"""The order of pages in menus, and which stand there, is design (M13): asked of the facet, shown to every reader."""

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.models import Page
from polder.governance.errors import Refused
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(page_of, cast) -> Page:
    """A page under the homepage, of which Noor has the design and Kim the content, with three pages under it."""
    page = page_of("homepage", by=cast["noor"], live=True)
    for name in ("apples", "berries", "carrots"):
        page_of("homepage", by=cast["noor"], live=True, parent=page, title=name)
    return page


def under(page: Page, *slugs: str) -> list[Page]:
    rows = {row.slug: row for row in Page.objects.filter(path__startswith=page.path, depth=page.depth + 1)}
    return [rows[slug] for slug in slugs]


def listed(client, address: str, *titles: str) -> list[str]:
    """Those of the titles that are shown, in the order in which they are."""
    said = client.get(address).content.decode()
    return sorted((title for title in titles if f">{title}</a>" in said), key=lambda title: said.index(f">{title}</a>"))


def test_who_has_the_design_says_the_order_and_what_does_not_stand_there(home, cast, client_of):
    names, reader = ("Apples", "Berries", "Carrots"), client_of(cast["tim"])
    assert listed(reader, home.url, *names) == ["Apples", "Berries", "Carrots"]
    order = under(home, "carrots", "apples", "berries")
    operations.arrange(home, order=order, off_menu=order[1:2], by=cast["noor"], at=timezone.now())
    assert listed(reader, home.url, *names) == ["Carrots", "Berries"]
    assert reader.get(order[1].url).status_code == 200
    assert Event.objects.get(kind="page.arranged").aspect == home.aspect_id


def test_who_writes_there_does_not_say_the_order_and_hears_who_does(home, cast, client_of):
    with pytest.raises(Refused, match="Noor Haddad"):
        operations.arrange(home, order=under(home, "carrots"), by=cast["kim"], at=timezone.now())
    answer = client_of(cast["kim"]).get(reverse("publishing:order", args=[home.pk]))
    assert answer.status_code == 403
    assert "Noor Haddad" in answer.content.decode()
    assert "Put them in order" not in client_of(cast["kim"]).get(home.url).content.decode()


def test_the_sections_of_everything_are_the_design_of_the_whole(home, cast, client_of):
    pages = tree.part("pages")
    with pytest.raises(Refused):
        operations.arrange(pages, order=under(pages, "homepage"), by=cast["tim"], at=timezone.now())
    operations.arrange(pages, order=under(pages, "homepage"), off_menu=[home], by=cast["noor"], at=timezone.now())
    assert listed(client_of(cast["tim"]), "/pages/", "Homepage") == []


def test_a_page_from_elsewhere_has_no_place_here(home, page_of, cast):
    with pytest.raises(Invalid):
        operations.arrange(home, order=[page_of("leave", by=cast["noor"])], by=cast["noor"], at=timezone.now())


def test_the_form_takes_numbers_and_marks_and_does_not_stumble_over_others(home, cast, client_of):
    client, address = client_of(cast["noor"]), reverse("publishing:order", args=[home.pk])
    apples, berries, carrots = under(home, "apples", "berries", "carrots")
    sent = {f"place-{apples.pk}": "9", f"place-{berries.pk}": "²", f"place-{carrots.pk}": "1"}
    shown = {f"show-{row.pk}": "1" for row in (apples, berries)}
    assert client.post(address, sent | shown).status_code == 302
    assert list(Page.objects.filter(off_menu=True)) == [Page.objects.get(pk=carrots.pk)]
    assert listed(client, home.url, "Apples", "Berries") == ["Apples", "Berries"]
    assert client.get(address).status_code == 200
