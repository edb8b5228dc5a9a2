"""Files with a comment: limited, looked at, pictures drawn anew, for who may read the thing, gone with the comment."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from polder.capabilities.discussion import enclosing, operations
from polder.capabilities.discussion.errors import Invalid
from polder.capabilities.discussion.models import Comment, Enclosure
from polder.capabilities.publishing import content, tree
from polder.capabilities.publishing import operations as route
from polder.capabilities.publishing.models import Page
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


@pytest.fixture
def ref(cast, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    page = ContentPage(title="Salary", slug="salary", aspect=Aspect.objects.get(key="salary"))
    content.add(page, parent=tree.part("pages"), by=cast["meral"])
    content.go_live(page, by=cast["meral"])
    return f"page:{page.pk}"


def fetched(client, file):
    """The answer, read to its end."""
    answer = client.get(file.get_absolute_url())
    if answer.streaming:
        list(answer.streaming_content)
    return answer


def photo(name="C:\\Users\\kim\\street.JPG", size=(40, 30), kind="JPEG"):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    Image.new("RGB", size, "teal").save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def pdf(name="rules.pdf", content=b"%PDF-1.7 rules"):
    return SimpleUploadedFile(name, content)


def test_a_reader_sends_files_and_others_get_them_safely(cast, ref, client_of):
    files = [photo(), pdf("regels <b>.pdf")]
    client_of(cast["kim"]).post(f"/talk/{ref}/", {"text": "Look", "files": files, "shows": "A street"})
    picture, document = Enclosure.objects.order_by("pk")
    assert (picture.name, picture.width, picture.height) == ("street.webp", 40, 30)
    with picture.file.open() as kept:
        assert b"SECRET" not in kept.read()
    tim = client_of(cast["tim"])
    shown = fetched(tim, picture)
    assert (shown["Content-Type"], "attachment" in shown.get("Content-Disposition", "")) == ("image/webp", False)
    handed = fetched(tim, document)
    assert handed["Content-Type"] == "application/octet-stream"
    assert handed["Content-Disposition"] == 'attachment; filename="regels b.pdf"'
    assert handed["X-Content-Type-Options"] == "nosniff"
    page = tim.get(f"/talk/{ref}/about/").content.decode()
    assert 'alt="A street"' in page
    assert document.get_absolute_url() in page


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        SimpleUploadedFile("x.html", b"<script>alert(1)</script>"),
        SimpleUploadedFile("x.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("x.pdf", b"<html>no pdf</html>"),
        SimpleUploadedFile("x.docm", b"PK\x03\x04"),
        SimpleUploadedFile("x.docx", b"MZ not a document"),
        SimpleUploadedFile("x.txt", b"nul \x00 inside"),
        SimpleUploadedFile("x.pdf", b""),
        SimpleUploadedFile("pdf", b"%PDF-1.7"),
        SimpleUploadedFile("x.pdf", b"%PDF-" + b"x" * enclosing.LARGEST),
    ],
    ids=lambda file: f"{file.name} {file.size}",
)  # fmt: skip
def test_what_is_not_allowed_is_refused_in_words_and_nothing_is_said(cast, ref, client_of, file):
    answer = client_of(cast["kim"]).post(f"/talk/{ref}/", {"text": "Look", "files": [file]})
    assert answer.status_code == 422
    assert not Comment.objects.exists()
    assert not Enclosure.objects.exists()


def test_a_picture_as_large_as_a_house_and_too_many_files_are_refused():
    with pytest.raises(Invalid):
        enclosing.ready([photo(size=(9_000, 9_000))])
    with pytest.raises(Invalid, match="At most 5"):
        enclosing.ready([pdf() for _ in range(6)])


def test_a_large_picture_is_kept_smaller():
    [ready] = enclosing.ready([photo(size=(2_000, 500))])
    assert (ready.width, ready.height) == (1_600, 400)


def test_the_scanner_of_the_installation_looks_first(settings, tmp_path):
    script = tmp_path / "scan"
    script.write_text('#!/bin/sh\nif grep -q EVIL "$1"; then exit 1; fi\n')
    script.chmod(0o755)
    settings.SCAN_COMMAND = [str(script)]
    assert len(enclosing.ready([pdf()])) == 1
    with pytest.raises(Invalid, match="refused"):
        enclosing.ready([pdf(content=b"%PDF-EVIL")])
    settings.SCAN_COMMAND = [str(tmp_path / "not-there")]
    with pytest.raises(Invalid, match="does not answer"):
        enclosing.ready([pdf()])


def test_a_file_is_for_who_may_read_the_thing_and_only_while_the_comment_is_shown(cast, ref, client_of):
    said = operations.say(ref, "Look", files=enclosing.ready([pdf()]), by=cast["tim"], at=now())
    [file] = said.enclosures.all()
    kim, tim = client_of(cast["kim"]), client_of(cast["tim"])
    assert fetched(kim, file).status_code == 200
    operations.hide(said, "Private", by=cast["meral"], at=now())
    assert fetched(tim, file).status_code == 404
    operations.leave(said, by=cast["meral"], at=now())
    page = Page.objects.get(pk=int(ref.partition(":")[2]))
    route.aim(page, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now())
    assert fetched(kim, file).status_code == 404
    assert fetched(tim, file).status_code == 200


def test_taken_back_it_is_gone_from_the_disk(cast, ref, client_of, django_capture_on_commit_callbacks):
    said = operations.say(ref, "Look", files=enclosing.ready([pdf()]), by=cast["kim"], at=now())
    [file] = said.enclosures.all()
    assert default_storage.exists(file.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        operations.take_back(said, by=cast["kim"], at=now())
    assert not default_storage.exists(file.file.name)
    assert not Enclosure.objects.exists()
    assert fetched(client_of(cast["kim"]), file).status_code == 404


def test_what_is_refused_leaves_no_file_behind(cast, ref):
    folder = Path(default_storage.path(""))
    with pytest.raises(Invalid):
        operations.say(ref, " ", files=enclosing.ready([pdf()]), by=cast["kim"], at=now())
    assert not any(path.is_file() for path in folder.rglob("*.pdf"))
