"""A file is hidden for a day or thrown away by who may; what shows it says so and shows it again; nothing in it runs."""

import io
import struct
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form

from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import files, operations
from polder.capabilities.publishing.errors import Invalid, NotFound, WrongState
from polder.capabilities.publishing.models import Attachment, Page, Picture
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a size that it makes to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _store(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    cache.clear()  # in which Wagtail keeps sizes of pictures by number, also of other tests


def fetched(client, address):
    """The answer, with the file in it read, which closes it."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def png(width=40, height=30):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def picture(cast):
    file = ContentFile(png(), "street.png")
    return Picture.objects.create(
        title="Street", description="A street", file=file, aspect=Aspect.objects.get(key="salary"), width=40, height=30,
        uploaded_by_user=cast["omar"],
    )  # fmt: skip


@pytest.fixture
def rules(cast):
    return document("rules.pdf", b"%PDF-1.7 rules")


def document(name, content, aspect="salary"):
    file = ContentFile(content, name)
    return Attachment.objects.create(title="Our rules", file=file, aspect=Aspect.objects.get(key=aspect))


@pytest.fixture
def page(cast, published, picture, rules):
    """A page that readers see, with the picture, the document, and a link to it in running text."""
    found, now = published("salary"), timezone.now()
    body = [
        ("image", picture), ("document", rules), ("text", f'<p><a linktype="document" id="{rules.pk}">the rules</a></p>')
    ]  # fmt: skip
    operations.edit(found, values={"body": body}, by=cast["omar"], at=now)
    operations.submit(found, by=cast["omar"], at=now, minor=True)
    operations.approve(found, by=cast["meral"], at=now)
    return Page.objects.get(pk=found.pk)


def addresses(picture, rules):
    return f"/files/pictures/{picture.pk}/max-800x800/", rules.url


def test_readers_get_the_files_of_a_page_that_they_may_read(cast, page, picture, rules, client_of):
    kim = client_of(cast["kim"])
    for address in addresses(picture, rules):
        assert fetched(kim, address).status_code == 200
    shown = kim.get(page.url).content.decode()
    assert rules.url in shown
    assert "Not available" not in shown


def test_a_hidden_file_is_gone_for_readers_for_a_day_and_its_page_says_so(cast, page, picture, rules, client_of):
    kim, now = client_of(cast["kim"]), timezone.now()
    with pytest.raises(Invalid):
        operations.hide_file(picture, reason=" ", by=cast["meral"], at=now)
    with pytest.raises(Refused):
        operations.hide_file(picture, reason="Wrong", by=cast["kim"], at=now)
    for file in (picture, rules):
        operations.hide_file(file, reason="A face", by=cast["meral"], at=now)
    for address in addresses(picture, rules):
        assert kim.get(address).status_code == 404
        assert fetched(client_of(cast["omar"]), address).status_code == 200  # who works there judges it
    shown = kim.get(page.url).content.decode()
    assert shown.count("Not available now") == 2
    assert "<a>the rules</a>" in shown
    told = set(Notice.objects.filter(kind="file_hidden").values_list("person__key", flat=True))
    assert "omar" in told  # added it
    assert "meral" not in told  # did it
    type(picture).objects.filter(pk=picture.pk).update(hidden_until=now - timedelta(seconds=1))
    assert fetched(kim, addresses(picture, rules)[0]).status_code == 200


def test_who_may_publish_shows_it_again_before_the_day_is_over(cast, picture):
    now = timezone.now()
    with pytest.raises(WrongState):
        operations.show_file(picture, by=cast["meral"], at=now)
    operations.hide_file(picture, reason="A face", by=cast["meral"], at=now)
    with pytest.raises(Refused):
        operations.show_file(picture, by=cast["kim"], at=now)
    operations.show_file(picture, by=cast["meral"], at=now)
    picture.refresh_from_db()
    assert (picture.hidden_until, picture.hidden_because) == (None, "")
    type(picture).objects.filter(pk=picture.pk).update(aspect=Aspect.objects.get(key="leave"))
    with pytest.raises(Refused):  # that was decided; Tim may edit there, and not publish
        operations.hide_file(picture, reason="A face", by=cast["tim"], at=now + timedelta(days=2))


def test_a_hidden_file_is_not_hidden_again_to_make_the_day_longer(cast, picture):
    now = timezone.now()
    operations.hide_file(picture, reason="A face", by=cast["omar"], at=now)
    with pytest.raises(WrongState):
        operations.hide_file(picture, reason="A face", by=cast["omar"], at=now + timedelta(hours=23))


def test_what_was_thrown_away_is_nobodys_and_comes_back_where_it_was(cast, page, picture, rules, client_of):
    now = timezone.now()
    with pytest.raises(Refused):
        operations.throw_file_away(picture, by=cast["kim"], at=now)
    for file in (picture, rules):
        operations.throw_file_away(file, by=cast["meral"], at=now)
    for person in ("kim", "meral"):
        for address in addresses(picture, rules):
            assert client_of(cast[person]).get(address).status_code == 404
    assert client_of(cast["kim"]).get(page.url).content.decode().count("Not available now") == 2
    with pytest.raises(NotFound):
        operations.throw_file_away(picture, by=cast["meral"], at=now)
    operations.restore_file(picture, by=cast["meral"], at=now)
    with pytest.raises(NotFound):
        operations.restore_file(picture, by=cast["meral"], at=now)
    assert fetched(client_of(cast["kim"]), addresses(picture, rules)[0]).status_code == 200
    kinds = Event.objects.filter(thing=f"picture:{picture.pk}").values_list("kind", flat=True)
    assert list(kinds) == ["file.binned", "file.restored"]


def test_what_lay_in_the_bin_for_93_days_is_gone_with_its_file_and_its_page_stands(cast, page, picture, client_of):
    now, stored = timezone.now(), Path(picture.file.path)
    operations.throw_file_away(picture, by=cast["meral"], at=now)
    assert operations.empty_file_bin(now + timedelta(days=93) - timedelta(seconds=1)) == 0
    assert operations.empty_file_bin(now + timedelta(days=93)) == 1
    assert stored.exists()  # until the act is kept for good, which a test never does
    assert "The image that stood here is gone." in client_of(cast["kim"]).get(page.url).content.decode()


def test_a_file_in_the_bin_is_offered_nowhere_in_the_editor(cast, picture, client_of):
    meral = client_of(cast["meral"])
    assert "Street" in meral.get("/edit/images/chooser/").content.decode()
    operations.throw_file_away(picture, by=cast["meral"], at=timezone.now())
    assert "Street" not in meral.get("/edit/images/chooser/").content.decode()
    assert meral.get(f"/edit/images/{picture.pk}/", follow=True).status_code in {302, 403, 404} or "Street" not in (
        meral.get(f"/edit/images/{picture.pk}/", follow=True).content.decode()
    )


def test_the_screens_show_where_a_file_is_used_and_exist_for_writers_only(cast, page, picture, rules, client_of):
    kim, meral = client_of(cast["kim"]), client_of(cast["meral"])
    for kind, file in (("pictures", picture), ("documents", rules)):
        listed = "/files/" if kind == "pictures" else "/files/documents/"
        assert file.title not in kim.get(listed).content.decode()
        assert "1 page" in meral.get(listed, {"q": file.title[:4]}).content.decode()
        address = f"/files/{kind}/{file.pk}/"
        assert kim.get(address).status_code == 404
        assert page.title in meral.get(address).content.decode()
        assert kim.post(f"{address}act/bin/").status_code == 404
        assert meral.post(f"{address}act/hide/", {"reason": "A face"}, follow=True).status_code == 200
        assert meral.post(f"{address}act/show/", follow=True).status_code == 200
        assert file.title in meral.post(f"{address}act/bin/", follow=True).content.decode()
        assert file.title not in kim.get(f"/bin/files/{kind}/").content.decode()
        assert meral.post(f"{address}act/restore/", follow=True).status_code == 200
        assert meral.post(f"{address}act/burn/").status_code == 404
    assert meral.get("/files/films/1/").status_code == 404


def test_the_list_costs_the_same_for_many_files(cast, page, picture, client_of, count_queries):
    meral = client_of(cast["meral"])
    meral.get("/files/documents/")
    for number in range(6):
        document(f"more-{number}.pdf", b"%PDF-1.7")
    with count_queries(13):
        meral.get("/files/documents/")


# --- hostile files -----------------------------------------------------------------------------------------------
SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("name", "content"),
    [("evil.svg", SCRIPT), ("evil.html", b"<script>alert(1)</script>"), ("evil.xml", SCRIPT), ("evil.docm", b"PK\3\4"),
     ("evil.xlsm", b"PK\3\4"), ("evil.js", b"alert(1)"), ("evil.exe", b"MZ"), ("evil", b"<script>alert(1)</script>")],
)  # fmt: skip
def test_what_could_run_is_handed_over_as_a_download_and_nothing_else(cast, client_of, name, content):
    answer = fetched(client_of(cast["meral"]), document(name, content).url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_what_opens_in_the_browser_is_of_a_kind_in_which_nothing_runs(cast, client_of, picture):
    meral = client_of(cast["meral"])
    text = fetched(meral, document("notes.txt", SCRIPT).url)
    assert text["Content-Type"].startswith("text/plain")
    assert "sandbox" in text["Content-Security-Policy"]
    shown = fetched(meral, f"/files/pictures/{picture.pk}/max-800x800/")
    assert shown["Content-Type"] == "image/png"
    assert "sandbox" in shown["Content-Security-Policy"]
    pdf = fetched(meral, document("rules.pdf", b"%PDF-1.7").url)
    assert "object-src 'none'" in pdf["Content-Security-Policy"]
    assert pdf["X-Content-Type-Options"] == "nosniff"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width, height):
    """A PNG of a few bytes that says it is large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("large.png", bomb(60_000, 60_000), "pixels"),
        ("wide.png", bomb(9_000, 9_000), "pixels"),
        ("cut.png", png(400, 300)[:300], "damaged"),
        ("empty.png", bomb(400, 300), "damaged"),
        ("script.png", SCRIPT, "format"),
        ("script.svg", SCRIPT, "Not a supported"),
        ("heavy.png", png() + b"\0" * (20 * 1024 * 1024), "too big"),
    ],
)
def test_a_hostile_picture_is_refused_in_words_and_nothing_breaks(cast, client_of, name, content, words):
    data = {"title": "Street", "description": "A street", "aspect": Aspect.objects.get(key="salary").pk}
    file = SimpleUploadedFile(name, content, content_type="image/png")
    form = get_image_form(Picture)(data, {"file": file}, instance=Picture(), user=cast["meral"])
    assert words in str(form.errors["file"])
    file = SimpleUploadedFile(name, content, content_type="image/png")
    answer = client_of(cast["meral"]).post("/edit/images/add/", {"title": "x", "files[]": file})
    assert answer.status_code < 500
    assert not Picture.objects.exists()


def test_a_document_that_is_too_big_is_refused_in_words(cast, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    data = {"title": "Rules", "aspect": Aspect.objects.get(key="salary").pk}
    file = SimpleUploadedFile("rules.pdf", b"%PDF" * 500, content_type="application/pdf")
    form = get_document_form(Attachment)(data, {"file": file}, instance=Attachment(), user=cast["meral"])
    assert "1000" in str(form.errors["file"])


def test_a_file_that_is_gone_from_the_store_is_not_there(cast, picture, rules, client_of):
    meral = client_of(cast["meral"])
    for file in (picture, rules):
        Path(file.file.path).unlink()
    for address in addresses(picture, rules):
        assert meral.get(address).status_code == 404


def test_no_file_can_be_without_an_aspect(cast):
    paper = Attachment(title="Paper", aspect=Aspect.objects.get(key="leave"))
    paper.file.save("paper.txt", ContentFile(b"Paper"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=paper.pk).update(aspect=None)


def test_a_file_in_the_draft_of_a_live_page_is_used_there_for_who_sees_drafts(cast, published, picture, client_of):
    found, at = published("salary"), timezone.now()
    operations.edit(found, values={"body": [("image", picture)]}, by=cast["omar"], at=at)
    assert [page.pk for page in files.used_on([picture], cast["meral"], at)[picture.pk]] == [found.pk]
    assert picture.pk not in files.used_on([picture], cast["kim"], at)
    assert not files.may_have(cast["kim"], picture, at)
    shown = client_of(cast["meral"]).get(f"/files/pictures/{picture.pk}/").content.decode()
    assert f"/route/{found.pk}/" in shown
    operations.edit(found, values={"body": [("text", "<p>Without it.</p>")]}, by=cast["omar"], at=at)
    assert picture.pk not in files.used_on([picture], cast["meral"], at)


def test_a_file_taken_out_of_a_draft_is_still_used_where_readers_see_it(cast, page, picture, rules):
    operations.edit(page, values={"body": [("text", "<p>Without.</p>")]}, by=cast["omar"], at=timezone.now())
    for file in (picture, rules):
        assert [each.pk for each in files.used_on([file], cast["meral"], timezone.now())[file.pk]] == [page.pk]


def test_a_link_to_a_document_in_running_text_of_a_draft_counts(cast, published, rules):
    found, at = published("salary"), timezone.now()
    body = [("text", f'<p><a linktype="document" id="{rules.pk}">the rules</a></p>')]
    operations.edit(found, values={"body": body}, by=cast["omar"], at=at)
    assert [page.pk for page in files.used_on([rules], cast["meral"], at)[rules.pk]] == [found.pk]


def test_what_is_asked_of_a_file_without_the_file_is_answered(cast, page, picture, rules, client_of):
    kim = client_of(cast["kim"])
    for address in addresses(picture, rules):
        asked, got = kim.head(address), kim.get(address)
        assert asked.status_code == 200
        assert asked.content == b""
        assert asked["Content-Type"] == got["Content-Type"]
        assert asked["Content-Length"] == str(len(b"".join(got.streaming_content)))
    assert client_of(cast["kim"]).head(document("own.pdf", b"%PDF-1.7").url).status_code == 404
