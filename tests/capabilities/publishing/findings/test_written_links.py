"""Links written as addresses: other sites are asked at night, where allowed, and never a machine inside."""

import http.client
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest
from django.utils import timezone

from polder.base import outside
from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.findings import turns, written_links
from polder.capabilities.publishing.findings.recording import examine
from polder.capabilities.publishing.models import Look, OutsideLink, Page, PageFinding, WrittenLink
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.ledger import outbox

NIGHT = timedelta(days=1)


class Site(BaseHTTPRequestHandler):
    """Another site: what it answers to a path, and to HEAD where that is something else; what it was asked."""

    answers: ClassVar[dict[str, tuple[int, str]]] = {}
    heads: ClassVar[dict[str, int]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self._say(*self.answers.get(self.path, (200, "")))
        self.wfile.write(b"x" * 20_000)

    def do_HEAD(self) -> None:
        status, led_to = self.answers.get(self.path, (200, ""))
        self._say(self.heads.get(self.path, status), led_to)

    def _say(self, status: int, led_to: str) -> None:
        self.asked.append(f"{self.command} {self.path}")
        self.send_response(status)
        if led_to:
            self.send_header("Location", led_to)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def port(settings):
    """The site runs here; the operator allows asking."""
    settings.CHECK_LINKS = True
    for kept in (Site.answers, Site.heads, Site.asked):
        kept.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def network(port):
    """Every public name leads to the site; one stands inside, one nowhere."""
    names = {"hr.example.org": ["10.0.0.8"], "two.example.org": ["93.184.216.34", "127.0.0.1"], "gone.example.org": []}

    def connect(scheme, host, number):
        assert number == "93.184.216.34"
        return http.client.HTTPConnection("127.0.0.1", port, timeout=2)

    return {"resolve": lambda host: names.get(host, ["93.184.216.34"]), "connect": connect}


@pytest.fixture
def linking(cast):
    """`linking("https://example.org/a")`: a page of Salary that readers see, with these links."""

    def made(*links, slug="pay"):
        text = "".join(f'<p><a href="{link}">the rules of {number}</a></p>' for number, link in enumerate(links))
        page, now = ContentPage(title=slug.capitalize(), slug=slug, body=[("text", text)]), timezone.now()
        aspect = Aspect.objects.get(key="salary")
        operations.write(page, parent=tree.part("pages"), aspect=aspect, by=cast["omar"], at=now)
        operations.submit(page, by=cast["omar"], at=now, minor=True)
        operations.approve(page, by=cast["meral"], at=now)
        examine([page.pk], now)
        return Page.objects.get(pk=page.pk)

    return made


def found(page):
    return sorted(PageFinding.objects.filter(page=page, closed_at=None).values_list("code", flat=True))


def night(number, network):
    """The round of that night, and the pages on which something is news looked at again."""
    at = timezone.now() + number * NIGHT
    changed = written_links.look_outside(at, **network)
    turns.ask_for(changed, at)
    turns.look(at)
    return changed


@pytest.mark.django_db
def test_what_does_not_answer_on_two_nights_is_found_and_closes_when_it_answers(linking, network):
    Site.answers["/old"] = 404, ""
    page = linking("https://example.org/old", "https://example.org/new")
    assert night(1, network) == set()
    assert night(1, network) == set()  # the second of the host in another round; the first is not asked twice a night
    assert (found(page), Site.asked.count("GET /old")) == ([], 1)
    assert night(2, network) | night(2, network) == {page.pk}
    assert found(page) == ["link_outside"]
    Site.answers.clear()
    night(3, network), night(3, network)
    assert found(page) == []


@pytest.mark.django_db
def test_nobody_is_asked_unless_the_operator_allows_it(linking, network, settings):
    settings.CHECK_LINKS = False
    linking("https://example.org/old")
    assert night(1, network) == ()
    assert (Site.asked, OutsideLink.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_only_one_address_of_a_host_is_asked_in_a_round(linking, network):
    linking("https://example.org/a", "https://example.org/b", "https://example.com/c")
    night(1, network)
    assert len(Site.asked) == 2


@pytest.mark.django_db
def test_an_address_that_no_page_has_any_more_is_not_asked(cast, linking, network):
    page = linking("https://example.org/a")
    operations.unpublish(page, by=cast["meral"], at=timezone.now())
    examine([page.pk], timezone.now())
    night(1, network)
    assert (Site.asked, OutsideLink.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_pages_that_name_a_page_by_its_address_have_their_turn_when_it_goes(cast, linking, settings):
    settings.POLDER_BASE_URL = "https://intranet.example.org"
    target = linking(slug="target")
    by_path, whole = (
        linking("/pages/target", slug="one"),
        linking(f"https://intranet.example.org{target.url}#a", slug="two"),
    )
    linking("/pages/other/", slug="three")
    Look.objects.update(asked=False)
    while outbox.deliver("tester", clock=timezone.now, limit=500):
        pass
    Look.objects.update(asked=False)
    operations.unpublish(target, by=cast["meral"], at=timezone.now())
    while outbox.deliver("tester", clock=timezone.now, limit=500):
        pass
    assert set(Look.objects.filter(asked=True).values_list("page", flat=True)) == {target.pk, by_path.pk, whole.pk}
    turns.look(timezone.now())
    assert found(by_path) == ["link_unpublished"]


@pytest.mark.django_db
def test_what_is_written_is_remembered_once_and_forgotten_with_the_text(cast, linking):
    page = linking("/pages/a/", "/pages/a", "/pages/b/?q=1")
    assert WrittenLink.objects.filter(page=page).count() == 2
    now = timezone.now()
    operations.edit(page, values={"body": [("text", "<p>Nothing.</p>")]}, by=cast["omar"], at=now)
    operations.submit(page, by=cast["omar"], at=now, minor=True)
    operations.approve(page, by=cast["meral"], at=now)
    examine([page.pk], now)
    assert not WrittenLink.objects.exists()


def test_the_head_is_asked_for_and_a_few_bytes_where_that_is_refused(network):
    Site.heads["/form"] = 405
    assert outside.look("https://example.org/form", {}, **network) == 200
    assert Site.asked == ["HEAD /form", "GET /form"]
    assert outside.look("http://example.org/é?q=a b#part", {}, **network) == 200
    assert Site.asked[-1] == "HEAD /%C3%A9?q=a%20b"


@pytest.mark.parametrize(
    "led_to",
    [
        "http://127.0.0.1/", "http://169.254.169.254/latest/", "https://hr.example.org/", "http://[::1]/", "http://0x7f.1/",
        "https://two.example.org/", "https://example.org:8080/", "ftp://example.org/", "https://me:pw@example.org/",
        "//localhost/", "http://router.lan/", "https://gone.example.org/",
    ],
)  # fmt: skip
def test_a_redirect_leads_nowhere_inside(network, led_to):
    Site.answers["/"] = 302, led_to
    with pytest.raises(outside.NotOutside):
        outside.look("https://example.org/", {}, **network)


def test_redirects_that_never_end_are_given_up(network):
    Site.answers["/a"], Site.answers["/b"] = (302, "/b"), (301, "https://example.com/a")
    with pytest.raises(http.client.HTTPException):
        outside.look("https://example.org/a", {}, **network)
    assert len(Site.asked) == 6


@pytest.mark.django_db
def test_a_site_that_is_inside_is_not_held_against_the_page(linking, network):
    page = linking("https://hr.example.org/x", "https://10.0.0.1/", "https://example.org:8443/y")
    for number in (1, 2, 3):
        night(number, network)
    assert (Site.asked, found(page)) == ([], [])
