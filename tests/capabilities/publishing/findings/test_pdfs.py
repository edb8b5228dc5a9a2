"""What is found in a PDF; a hostile one harms nothing."""

import io
import zlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DecodedStreamObject, DictionaryObject, NameObject

from polder.capabilities.publishing.findings import pdfs, turns
from polder.capabilities.publishing.findings.recording import examine
from polder.capabilities.publishing.models import Attachment, FileLook, Look, PageFinding
from polder.governance.models import Aspect

WORDS = "Leave is asked for at least two weeks before it begins."


def pdf(words="", *, tagged=False, password=""):
    """The bytes of one page that shows these words."""
    writer = PdfWriter()
    page = writer.add_blank_page(400, 400)
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    page[NameObject("/Contents")] = writer._add_object(content)
    if tagged:
        writer.root_object[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject()
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb():
    """A page whose content is half a gigabyte of nothing."""
    squeezed = zlib.compressobj(9)
    data = b"".join(squeezed.compress(b" " * 1_000_000) for _ in range(500)) + squeezed.flush()
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>endobj 4 0 obj<</Filter/FlateDecode/Length "
        + str(len(data)).encode() + b">>stream\n" + data + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (pdf(WORDS), "untagged"),
        (pdf(WORDS, tagged=True), "fine"),
        (pdf(), "scan"),
        (pdf(WORDS, password="secret"), "unreadable"),
        (b"", "unreadable"),
        (b"%PDF-1.4 nothing more", "unreadable"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF", "unreadable"),
        (bomb(), "unreadable"),
    ],
    ids=["text", "tagged", "pictures", "locked", "empty", "torn", "circle", "bomb"],
)
def test_what_is_in_it(content, state, tmp_path):
    path = tmp_path / "some.pdf"
    path.write_bytes(content)
    assert pdfs.look_into(path) == state


@pytest.mark.django_db
def test_a_scan_is_said_of_the_page_that_shows_it_until_it_is_replaced(cast, page_of):
    file = Attachment.objects.create(
        title="Rules", file=ContentFile(pdf(), "rules.pdf"), aspect=Aspect.objects.get(key="salary")
    )
    page = page_of("leave", by=cast["tim"])
    page.body = [("text", f'<p><a linktype="document" id="{file.pk}">the rules</a></p>')]
    from polder.capabilities.publishing import content

    content.save(page, by=cast["tim"])
    content.go_live(page, by=cast["tim"])
    at = timezone.now()
    examine([page.pk], at)
    assert turns.look_into_files(at) == 1
    assert Look.objects.get(page=page).asked, "the page that shows it has its turn at once"
    turns.look(at + timedelta(seconds=1))
    assert [row.code for row in PageFinding.objects.filter(closed_at=None)] == ["pdf_scan"]
    assert turns.look_into_files(at) == 0, "a file is looked into once"
    file.file = ContentFile(pdf(WORDS, tagged=True), "rules2.pdf")
    file.file_hash = "another"
    file.save()
    assert turns.look_into_files(at) == 1
    turns.look(at + timedelta(seconds=2))
    assert not PageFinding.objects.filter(closed_at=None).exists()


@pytest.mark.django_db
def test_a_file_that_is_not_where_it_was_is_said_and_stops_nothing(cast):
    file = Attachment.objects.create(
        title="Rules", file=ContentFile(pdf(), "rules.pdf"), aspect=Aspect.objects.get(key="salary")
    )
    file.file.storage.delete(file.file.name)
    assert turns.look_into_files(timezone.now()) == 1
    assert FileLook.objects.get().state == "unreadable"
