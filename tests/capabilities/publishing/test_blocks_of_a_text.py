"""What a text is built of: colleagues, who decides about something, films with captions, pieces of other sites."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.publishing import content, operations, tree
from polder.capabilities.publishing.blocks import Body, words_of
from polder.capabilities.publishing.cleaning import cleaned
from polder.capabilities.publishing.models import Attachment, Page
from polder.features.pages.models import ContentPage
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Person

pytestmark = pytest.mark.django_db


def aspect(key: str) -> Aspect:
    return Aspect.objects.get(key=key)


def shown(raw: list[dict], at=None) -> str:
    """The blocks as a page shows them."""
    context = {"request": RequestFactory().get("/"), "at": at or timezone.now()}
    return " ".join(" ".join(part.split()) for part in (block.render(context) for block in Body().to_python(raw)))


def block(kind: str, value: object) -> list[dict]:
    return [{"type": kind, "value": value, "id": "1"}]


def file(name: str, data: bytes = b"x", **more) -> Attachment:
    found = Attachment(title=name, aspect=aspect("leave"), **more)
    found.file.save(name, ContentFile(data))
    found.save()
    return found


# Colleagues


def test_colleagues_stand_with_role_and_unit_and_lead_to_their_page(cast):
    said = shown(block("people", {"title": "Ask them", "people": [cast["noor"].pk, cast["omar"].pk]}))
    assert cast["noor"].get_absolute_url() in said
    assert "Noor Haddad" in said
    assert "Intranet manager, Communications" in said
    assert "has left" not in said


def test_who_has_left_disappears_with_a_quiet_word_and_comes_back_in_the_past(cast):
    raw = block("people", {"title": "", "people": [cast["noor"].pk, cast["omar"].pk]})
    left = timezone.now()
    Person.objects.filter(pk=cast["omar"].pk).update(left_on=left)
    assert "Omar" not in shown(raw)
    assert "Somebody who stood here has left." in shown(raw)
    assert "Omar" in shown(raw, left - timedelta(days=1))


def test_many_colleagues_cost_as_many_queries_as_one(cast, django_assert_max_num_queries):
    everyone = block("people", {"title": "", "people": list(Person.objects.values_list("pk", flat=True))})
    with django_assert_max_num_queries(3):
        shown(everyone)


def test_an_author_chooses_whom_they_may_find(cast, client_of):
    client = client_of(cast["noor"])
    answer = client.get(reverse("polder_people:choose_results"), {"q": "omar"})
    assert "Omar Idrissi" in answer.content.decode()
    assert "Kim" not in answer.content.decode()
    assert client.get(reverse("polder_people:chosen", args=[cast["omar"].pk])).status_code == 200
    for gone in (cast["joris"].pk, 99999, "x"):  # Joris has left
        assert client.get(reverse("polder_people:chosen", args=[gone])).status_code == 404
    reader = next(person for person in cast.values() if not person.has_perm("wagtailadmin.access_admin"))
    assert client_of(reader).get(reverse("polder_people:choose")).status_code in {302, 403}


# Who decides about something else


def test_a_card_says_who_decides_about_an_aspect_as_the_matrix_has_it(cast, client_of):
    said = shown(block("decides", {"aspect": aspect("leave").pk}))
    assert aspect("leave").get_absolute_url() in said
    assert "Meral Aydin" in said
    assert "no aspect any more" in shown(block("decides", {"aspect": 99999}))
    found = client_of(cast["noor"]).get(reverse("polder_aspects:choose_results"), {"q": "leave"})
    assert "Leave" in found.content.decode()


# Films


def test_a_film_has_captions_and_what_is_said_and_a_browser_gets_the_piece_it_asks_for(cast, client_of):
    film, captions = file("tour.mp4", b"0123456789"), file("tour.vtt", b"WEBVTT")
    raw = block(
        "video",
        {"title": "Tour", "file": film.pk, "captions": captions.pk, "link": "", "transcript": "<p>Welcome.</p>"},
    )
    said = shown(raw)
    assert '<track kind="captions"' in said
    assert "Welcome." in said
    assert "Welcome." in words_of(Body().to_python(raw))
    client = client_of(cast["meral"])
    text, whole = client.get(captions.url), client.get(film.url)
    assert (b"".join(text), b"".join(whole)) == (b"WEBVTT", b"0123456789")
    assert text.headers["Content-Type"].startswith("text/vtt")
    assert (whole.headers["Content-Type"], whole.headers["Accept-Ranges"]) == ("video/mp4", "bytes")
    for asked, status, body in (
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=20-", 416, b""),
    ):
        answer = client.get(film.url, headers={"range": asked})
        assert (answer.status_code, b"".join(answer)) == (status, body), asked


def test_a_film_that_is_gone_is_said_in_words(cast):
    assert "The video “Tour” is gone." in shown(
        block("video", {"title": "Tour", "file": 999, "captions": None, "link": ""})
    )
    assert "The document that stood here is gone." in shown(block("document", 999))
    assert "The image that stood here is gone." in shown(
        block("image", {"image": 999, "alt_text": "", "decorative": False})
    )


def test_captions_are_a_file_of_captions_and_a_link_leads_to_a_page(cast):
    video = Body().child_blocks["video"]
    film, text = file("tour.mp4"), file("tour.txt")
    with pytest.raises(ValidationError):
        video.clean(video.to_python({"title": "Tour", "file": film.pk, "captions": text.pk, "link": ""}))
    with pytest.raises(ValidationError):
        video.clean(video.to_python({"title": "Tour", "file": None, "link": "javascript:alert(1)"}))
    with pytest.raises(ValidationError):
        video.clean(video.to_python({"title": "Tour", "file": None, "link": ""}))


# Pieces of other sites (M13, facet technology)


@pytest.fixture
def maps(settings):
    settings.EMBED_HOSTS = frozenset({"maps.example.org"})
    return [("embed", {"title": "Map", "address": "https://maps.example.org/leave", "height": "low"})]


def written(cast, by: str, body: list) -> ContentPage:
    page = ContentPage(title="Where", slug="where", body=body)
    return operations.write(
        page, parent=tree.part("pages"), aspect=aspect("hr-content"), by=cast[by], at=timezone.now()
    )


def test_only_who_holds_the_technology_puts_another_site_into_a_page(cast, maps):
    """HR writes its pages (R for content); the technology of its aspect is the intranet manager's (R for all)."""
    with pytest.raises(Refused) as refused:
        written(cast, "tim", maps)
    assert "the technology of “HR content”" in str(refused.value)
    assert "Ask " in str(refused.value)
    assert written(cast, "noor", maps).pk


def test_who_writes_keeps_what_is_embedded_and_may_take_it_away_but_not_change_it(cast, maps):
    page, now = written(cast, "noor", maps), timezone.now()
    text = ("text", "<p>By bus.</p>")
    operations.edit(page, values={"body": [*maps, text]}, by=cast["tim"], at=now)
    for other in ([("embed", {**maps[0][1], "address": "https://maps.example.org/other"})], [*maps, *maps]):
        with pytest.raises(Refused):
            operations.edit(page, values={"body": other}, by=cast["tim"], at=now)
    operations.edit(page, values={"body": [text]}, by=cast["tim"], at=now)
    with pytest.raises(Refused):
        operations.edit(page, values={"body": [*maps, text]}, by=cast["tim"], at=now)
    assert Event.objects.filter(kind="page.edited", thing=f"page:{page.pk}").count() == 2


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example.org/", "http://maps.example.org/", "https://maps.example.org.evil.test/",
        "https://maps.example.org@evil.test/", "https://maps.example.org:8443/", "javascript:alert(1)", "https://[",
    ],
)  # fmt: skip
def test_only_hosts_that_the_operator_allows_are_shown(cast, maps, address):
    embed = Body().child_blocks["embed"]
    with pytest.raises(ValidationError):
        embed.clean(embed.to_python({"title": "Map", "address": address, "height": "low"}))
    assert "<iframe" not in shown(block("embed", {"title": "Map", "address": address, "height": "low"}))


def test_what_is_embedded_is_shut_in_and_is_a_link_once_its_host_is_not_allowed_any_more(cast, maps, settings):
    raw = block("embed", maps[0][1])
    said = shown(raw)
    assert 'sandbox="allow-scripts allow-same-origin allow-forms"' in said
    assert 'title="Map"' in said
    settings.EMBED_HOSTS = frozenset()
    assert "<iframe" not in shown(raw)
    assert "maps.example.org, which is not shown inside pages" in shown(raw)


# Hostile and odd input


def test_what_is_pasted_into_a_text_is_cleaned_before_readers_get_it(cast, client_of):
    hostile = (
        '<p onclick="x()">Hello <script>alert(1)</script><a href="javascript:alert(1)">there</a>'
        '<img src=x onerror=alert(1)><iframe srcdoc="evil"></iframe><style>p{}</style></p>'
    )
    page = written(cast, "tim", [("text", hostile), ("heading", "<b>x</b>")])
    operations.submit(page, by=cast["tim"], at=timezone.now(), minor=True)
    operations.approve(page, by=cast["meral"], at=timezone.now())
    said = client_of(cast["anna"]).get("/pages/where/").content.decode()
    prose = said[said.index('class="prose"') : said.index("</article>")]
    for bad in ("<script", "onclick", "onerror", "javascript:", "<iframe", "<style", "<b>x", "alert"):
        assert bad not in prose, bad
    assert "Hello" in prose
    assert ">there</a>" in prose


@pytest.mark.parametrize(
    "kept",
    [
        "<p>Plain &amp; <b>simple</b>.</p><ul><li>x</li></ul>",
        '<p><a href="https://example.org/a?b=c">x</a></p>',
        '<p><a id="3" linktype="page">x</a></p>',
        '<p><a href="mailto:a@example.org">x</a></p>',
    ],
)
def test_what_the_editor_writes_stays_as_it_is(kept):
    assert cleaned(kept) == kept


@pytest.mark.parametrize(
    "bad",
    [
        "<p><svg/onload=alert(1)></p>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<p style='x'>x</p>",
        "<<script>script>alert(1)<</script>/script>",
        "<!-- <p> --><math><mi>x",
    ],
)
def test_nothing_that_runs_or_dresses_itself_up_is_kept(bad):
    kept = cleaned(bad)
    assert not any(
        word in kept for word in ("onload", "javascript", "data:", "style", "<script", "<svg", "<math", "<!--")
    )


def test_a_title_that_is_too_long_is_said_and_nothing_is_lost(cast, client_of):
    page = written(cast, "tim", [("text", "<p>x</p>")])
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = {"title": "x" * 256, "slug": page.slug, "introduction": "Kept", "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "loaded_revision_id": str(page.latest_revision_id)}  # fmt: skip
    answer = client_of(cast["tim"]).post(address, sent)
    assert answer.status_code == 200
    assert "255" in answer.content.decode()
    assert "Kept" in answer.content.decode()
    assert Page.objects.get(pk=page.pk).revision_number == 1
    longest = {**sent, "title": "x" * 255}
    assert client_of(cast["tim"]).post(address, longest).status_code == 302
    content.go_live(ContentPage.objects.get(pk=page.pk), by=cast["tim"])
    assert client_of(cast["anna"]).get("/pages/where/").status_code == 200
