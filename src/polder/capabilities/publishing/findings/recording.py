"""Look at pages as readers see them, and keep what is found: new kinds are opened, gone ones closed, places follow."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from polder.capabilities.publishing import readiness, readings
from polder.capabilities.publishing.findings import written_links
from polder.capabilities.publishing.models import Look, Page, PageFinding
from polder.capabilities.publishing.operations.common import note
from polder.capabilities.publishing.quality import Remark, Text
from polder.ground.ledger import acts

PLACES: Final = 10  # of one kind on one page; the number says how many there are
_NIGHT: Final = timedelta(hours=2)  # after midnight where the organisation is

type Seen = tuple[int | None, bool, bool]  # what a look was taken of: revision, live, in the bin
type Kept = dict[str, list[Remark]]  # by code
type Looked = tuple[Seen, Kept, Text | None]


def examine(numbers: Collection[int], at: datetime) -> int:
    """Look at these pages; how many findings were opened or closed. Bounded queries beside the files their blocks name.

    The reading is done before the transaction that keeps it: a page that changed meanwhile keeps its turn.
    """
    found = _look(numbers)
    with acts.act():
        now = _seen(numbers, lock=True)
        settled = {number: remarks for number, (seen, remarks, _text) in found.items() if now.get(number) == seen}
        changed = _keep(settled, at)
        written_links.keep({number: found[number][2] for number in settled}, at)
        shown = [number for number in settled if now[number][1:] == (True, False)]
        Look.objects.filter(page__in=settled).update(looked_at=at, due=None, asked=False)
        Look.objects.filter(page__in=shown).update(due=next_night(at))
    return changed


def next_night(at: datetime) -> datetime:
    """The first moment after `at` that is two o'clock in the organisation's zone."""
    calendar = readings.calendar()
    today = calendar.today(at)
    tonight = calendar.midnight(today) + _NIGHT
    return tonight if tonight > at else calendar.midnight(today + timedelta(days=1)) + _NIGHT


def _look(numbers: Collection[int]) -> dict[int, Looked]:
    """What is found in each page that is there; nothing in one that readers do not see."""
    seen = _seen(numbers)
    shown = [number for number, (_revision, live, binned) in seen.items() if live and not binned]
    found: dict[int, Looked] = {number: (one, {}, None) for number, one in seen.items()}
    for page, text, remarks in readiness.remarks_on(Page.objects.filter(pk__in=shown).specific()):
        by_code: Kept = defaultdict(list)
        for remark in remarks:
            by_code[remark.code].append(remark)
        found[page.pk] = (seen[page.pk], dict(by_code), text)
    return found


def _seen(numbers: Collection[int], *, lock: bool = False) -> dict[int, Seen]:
    rows = Page.objects.filter(pk__in=numbers, aspect__isnull=False)
    if lock:
        rows = rows.select_for_update(of=("self",)).order_by("pk")
    listed = rows.values_list("pk", "live_revision", "live", "binned_at")
    return {number: (revision, live, binned is not None) for number, revision, live, binned in listed}


def _keep(found: dict[int, Kept], at: datetime) -> int:
    """Bring the rows up to date; one event for each page on which something was opened, one where something was closed."""
    pages = Page.objects.in_bulk(list(found))
    standing: dict[tuple[int, str], PageFinding] = {
        (row.page_id, row.code): row for row in PageFinding.objects.filter(page__in=found, closed_at=None)
    }
    new: list[PageFinding] = []
    moved: list[PageFinding] = []
    for number, by_code in found.items():
        for code, remarks in by_code.items():
            row = standing.pop((number, code), None)
            places = [_place(remark) for remark in remarks[:PLACES]]
            if row is None:
                new.append(_row(number, remarks, places, at))
            elif (row.number, row.places) != (len(remarks), places):
                row.number, row.places = len(remarks), places
                moved.append(row)
    PageFinding.objects.bulk_create(new, batch_size=500)
    PageFinding.objects.bulk_update(moved, ["number", "places"], batch_size=500)
    gone = list(standing.values())
    PageFinding.objects.filter(pk__in=[row.pk for row in gone]).update(closed_at=at)
    _tell(pages, "page.remarked", new, at)
    _tell(pages, "page.mended", gone, at)
    return len(new) + len(gone)


def _place(remark: Remark) -> dict[str, object]:
    return {"where": remark.where, "block": remark.block, "facts": dict(remark.facts)}


def _row(page: int, remarks: list[Remark], places: list[dict[str, object]], at: datetime) -> PageFinding:
    first = remarks[0]
    return PageFinding(
        page_id=page, code=first.code, theme=first.theme, weight=first.weight, number=len(remarks), places=places,
        opened_at=at,
    )  # fmt: skip


def _tell(pages: dict[int, Page], kind: str, rows: Iterable[PageFinding], at: datetime) -> None:
    codes: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        codes[row.page_id].append(row.code)
    for number, found in codes.items():
        note(pages[number], kind, by=None, at=at, data={"codes": sorted(found)})
