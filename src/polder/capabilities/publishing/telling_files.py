"""What publishing registers for files: sentences for events, a notice, the round that empties their bin."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.notifications import notices
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.publishing import operations
from polder.capabilities.publishing.files import KINDS, File
from polder.capabilities.publishing.models import Attachment, Picture
from polder.governance import mandate
from polder.ground.ledger import rounds, subjects, words
from polder.ground.organisation.models import Person

_SENTENCES = {
    "file.hidden": gettext_lazy("%(who)s hid the file %(thing)s for a day."),
    "file.shown_again": gettext_lazy("%(who)s showed the file %(thing)s again."),
    "file.binned": gettext_lazy("%(who)s put the file %(thing)s in the bin."),
    "file.restored": gettext_lazy("%(who)s brought the file %(thing)s back from the bin."),
    "file.gone": gettext_lazy("The file %(thing)s had lain in the bin for 93 days and is gone."),
}


def register() -> None:
    """Called once, in `ready()`."""
    gone = gettext_lazy("a file that was removed")
    unseen = gettext_lazy("a file")
    of_pictures, of_documents = subjects.of_model("publishing.Picture"), subjects.of_model("publishing.Attachment")
    subjects.register("picture", of_pictures, gone=gone, seen=partial(_seen, Picture), unseen=unseen)
    subjects.register("document", of_documents, gone=gone, seen=partial(_seen, Attachment), unseen=unseen)
    for kind, sentence in _SENTENCES.items():
        words.register(kind, sentence)
    notices.register_kind(
        notices.Kind("file_hidden", label=gettext_lazy("A file that concerns you was hidden"), say=_hidden)
    )
    rounds.every(timedelta(hours=6))(empty_file_bin)


def _seen(model: type[File], person: Person, at: datetime) -> QuerySet[File]:
    """What happens to files is for who may see drafts there: readers have no more than the page that shows one."""
    return model._default_manager.filter(mandate.things_where(person, "view_draft", at=at))


def empty_file_bin(at: datetime) -> None:
    """What has lain in the bin long enough."""
    operations.empty_file_bin(at)


def _hidden(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """For who may still see drafts there; whoever uploaded it and has no letter any more hears its name alone, as it was."""
    found = {}
    seen = mandate.things_where(person, "view_draft", at=at)
    for word, kind in KINDS.items():
        start = "picture:" if word == "pictures" else "document:"
        mine = [notice for notice in told if notice.thing.startswith(start)]
        rows = kind._default_manager.filter(pk__in=[notice.thing.removeprefix(start) for notice in mine])
        named, open_to = rows.in_bulk(), set(rows.filter(seen).values_list("pk", flat=True))
        for notice in mine:
            file = named.get(int(notice.thing.removeprefix(start)))
            if file is None:
                continue
            sees = file.pk in open_to
            if title := file.title if sees else notice.data.get("title", ""):
                said = _("The file “%(file)s” was hidden from readers for a day") % {"file": title}
                address = reverse("publishing:file", args=[word, file.pk]) if sees else ""
                found[notice.pk] = Words(said, address, file.hidden_because if sees else "")
    return found
