"""Import: the file that exists beside what was understood of it, its questions, and a draft to save (importer.md).

Nothing is in force until somebody with the right applies the draft. The answers stand in the address.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from polder.base.parts import render_part, wants_part
from polder.base.toasts import toast
from polder.governance import operations, store
from polder.governance.importing import texts
from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.matching import names_of_parties
from polder.governance.importing.reader import read
from polder.governance.importing.reading import Finding, Reading
from polder.governance.views import importing_parties as who
from polder.governance.views.importing_answers import Read, is_turned, read_with
from polder.governance.views.importing_answers import place as place_of
from polder.governance.views.importing_sheet import marks_of, pairs
from polder.governance.views.importing_upload import (
    MOST_BYTES,
    NotKept,
    became,
    forget,
    is_too_large,
    keep,
    kept,
    refuses_too_large,
    saved_as,
)
from polder.ground.organisation.views.acting import asker_of

SHOWN_FINDINGS = 60
KINDS = (".xlsx", ".ods", ".csv", ".tsv", ".md", ".html", ".htm", ".docx")
SEVERITY = {
    "no_accountable": "critical",
    "several_accountable": "high",
    "empty_row": "high",
    "no_responsible": "medium",
    "unread_cell": "medium",
    "duplicate_aspect": "low",
    "hidden": "low",
}


@dataclass(frozen=True, slots=True)
class InFile:
    """A finding in the file, in words."""

    severity: str
    sentence: str
    place: str
    meaning: str


@refuses_too_large
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """`/matrix/import/`: drop a file; what is wrong with it is said here, else its reading opens."""
    trouble, status, token = take_file(request)
    if token:
        return redirect("governance:import_read", token)
    return _drop_page(request, trouble, status)


def _drop_page(request: HttpRequest, trouble: str, status: int) -> HttpResponse:
    context = {"nav_key": "matrix", "trouble": trouble, "kinds": KINDS, "megabytes": MOST_BYTES // (1024 * 1024)}
    return render(request, "governance/import.html", context, status=status)


def take_file(request: HttpRequest) -> tuple[str, int, str]:
    """(what is wrong, status, token under which the file is kept). Nothing is kept of a file that cannot be read."""
    if is_too_large(request):
        return texts.too_big(MOST_BYTES // (1024 * 1024)), 413, ""
    if request.method != "POST":
        return "", 200, ""
    file = request.FILES.get("file")
    if file is None or not file.name:
        return _("Choose a file first."), 422, ""
    if (file.size or 0) > MOST_BYTES:
        return texts.too_big(MOST_BYTES // (1024 * 1024)), 413, ""
    data = file.read()
    try:
        reading = read(data, file.name)
    except UnreadableFile as wrong:
        return wrong.sentence, 422, ""
    if not reading.is_matrix:
        return texts.no_matrix(), 422, ""
    return "", 200, keep(request, file.name, data)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_read(request: HttpRequest, token: str) -> HttpResponse:
    """`/matrix/import/TOKEN/?ask:letter_meaning:S=R`: the reading with these answers; POST saves it as a draft."""
    if (number := became(request, token)) is not None:  # back after saving, or the button twice
        return redirect("governance:change_set", number)
    try:
        upload = kept(request, token)
    except NotKept as gone:
        if wants_part(request):
            raise
        return _drop_page(request, str(gone), gone.status)
    now = timezone.now()
    organisation = store.reading_now()
    sent = request.POST if request.method == "POST" else request.GET
    understood = read_with(upload.data, upload.name, sent, known_parties=names_of_parties(organisation))
    proposal, people = who.proposed(understood, organisation, now, sent)
    if request.method == "POST" and not proposal.lines:
        toast(request, _("The file says what is in force already: there is nothing to save"))
        return redirect(f"{reverse('governance:import_read', args=[token])}?{_answers(sent)}")
    if request.method == "POST":
        change_set = operations.draft(
            proposal.lines,
            title=_("Import of %(file)s") % {"file": upload.name},
            by=asker_of(request),
            at=now,
            fingerprint=upload.fingerprint,
            reading=understood.reading.as_json(),
        )
        saved_as(request, token, change_set.pk)
        toast(request, _("Saved as a draft"))
        return redirect("governance:change_set", change_set.pk)
    context = shown(understood, sent, people, proposal.findings) | {
        "nav_key": "matrix",
        "upload": upload,
        "compared": who.compared(proposal),
        "can_be_complete": True,
        "complete": "complete" in sent,
        "here": reverse("governance:import_read", args=[token]),
        "drop_address": reverse("governance:import_drop", args=[token]),
    }
    return render_part(request, "governance/import_read.html#reading", context)


@require_POST
def import_drop(request: HttpRequest, token: str) -> HttpResponse:
    """`/matrix/import/TOKEN/drop/`: another file; this one is thrown away."""
    forget(request, token)
    return redirect("governance:import")


def shown(understood: Read, sent: QueryDict, people: who.Parties, findings: Sequence[Finding]) -> dict[str, object]:
    """What the templates show of a reading, here and in the founding; `findings` are those that no answer mended."""
    reading = understood.reading
    asked = (*understood.asked, *people.asked)
    return {
        "reading": reading,
        "pairs": pairs(
            reading,
            marks_of(reading, people.chosen),
            show_all="all" in sent,
            asked_parties=frozenset(people.open_names),
        ),
        "asked": asked,
        "asked_open": sum(not each.chosen for each in asked),
        "others": people.others,
        "others_chosen": any(each.chosen for each in people.others),
        "findings": in_words(findings, turned=is_turned(reading))[:SHOWN_FINDINGS],
        "finding_count": len(findings),
        "summary": summary(reading),
        "notes": sorted({heading for row in reading.rows for heading in row.notes}),
        "turned": is_turned(reading),
        "query": sent.urlencode(),
        "all_query": _with(sent, "all", "1"),
        "show_all": "all" in sent,
    }


def _answers(sent: QueryDict) -> str:
    answers = sent.copy()
    answers.pop("csrfmiddlewaretoken", None)
    return answers.urlencode()


def _with(sent: QueryDict, name: str, value: str) -> str:
    changed = sent.copy()
    changed[name] = value
    return changed.urlencode()


def summary(reading: Reading) -> dict[str, int]:
    """How many aspects, parties and letters were read."""
    letters = Counter(letter for row in reading.rows for each in row.cells.values() for letter in each)
    return {"aspects": len(reading.rows), "parties": len(reading.parties), "letters": letters.total()}


def in_words(findings: Sequence[Finding], *, turned: bool = False) -> list[InFile]:
    """Findings of the file, the worst first."""
    order = ("critical", "high", "medium", "low")
    return sorted((_in_words(each, turned) for each in findings), key=lambda each: order.index(each.severity))


def _in_words(found: Finding, turned: bool) -> InFile:
    about = ", ".join(part for part in (found.aspect or "", *found.parties[:1]) if part)
    names = {"aspect": found.aspect or "", "about": about, "text": found.text[:80], "count": len(found.parties)}
    sentence, meaning = {
        "no_accountable": (
            _("%(aspect)s: nobody answers"),
            _("The draft can be saved; choose before it is applied."),
        ),
        "several_accountable": (
            _("%(aspect)s: %(count)s answer"),
            _("No A is written until you choose."),
        ),
        "no_responsible": (_("%(aspect)s: nobody does the work"), _("Who answers may do it, or choose somebody.")),
        "empty_row": (_("%(aspect)s: no letter at all"), _("The aspect is made without letters.")),
        "duplicate_aspect": (_("%(aspect)s stands here more than once"), _("The rows were joined.")),
        "unread_cell": (_("%(about)s: “%(text)s” is no letter"), _("Kept whole as a remark.")),
        "hidden": (_("%(about)s is hidden in the file"), _("It was read all the same.")),
    }[found.code]
    return InFile(SEVERITY[found.code], sentence % names, place_of(found.sheet, found.row, turned=turned), meaning)
