"""A picture and a document of the demo, made here: nothing is fetched."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from polder.capabilities.publishing.models import Attachment, Picture
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

_SKY, _LAND, _WATER = "#cfe4ea", "#7fa05a", "#2f7f8f"


def picture(aspect: Aspect, by: Person) -> Picture:
    """Land below the sea, with its ditches."""
    drawn = Image.new("RGB", (1200, 600), _SKY)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 330, 1200, 600), fill=_LAND)
    pen.polygon([(0, 330), (360, 290), (1200, 290), (1200, 330)], fill="#5d7d43")
    for number in range(7):
        pen.polygon([(600 + (number - 3) * 60, 330), (606 + (number - 3) * 62, 330),
                     (640 + (number - 3) * 330, 600), (590 + (number - 3) * 330, 600)], fill=_WATER)  # fmt: skip
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return Picture.objects.create(
        title="The polder behind the depot", description="Green land with straight ditches under a pale sky",
        file=ContentFile(out.getvalue(), "polder.png"), aspect=aspect, uploaded_by_user=by,
    )  # fmt: skip


def document(aspect: Aspect, by: Person) -> Attachment:
    """A form in plain text."""
    words = b"Request for parental leave\n\nName:\nWeeks:\nFrom:\nDays a week:\n"
    file = ContentFile(words, "request-for-parental-leave.txt")
    return Attachment.objects.create(
        title="Request for parental leave", file=file, file_size=len(words), aspect=aspect, uploaded_by_user=by
    )
