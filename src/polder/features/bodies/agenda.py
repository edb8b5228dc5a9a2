"""What is on the table of a meeting: put there by hand, and what is open, late or to be told by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from polder.capabilities.publishing import readings
from polder.features.bodies.models import Action, Decision, Item, Meeting, Proposal
from polder.governance import finding_words, findings, store
from polder.governance.models import Aspect, Glass
from polder.ground.organisation.models import Body

ASKED = (Proposal.State.OPEN, Proposal.State.FORWARDED, Proposal.State.NO_QUORUM)
SHOWN_FINDINGS = 10


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words."""

    severity: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """In the order in which a meeting takes it. `findings` are critical and high ones where the body guards."""

    proposals: list[Proposal]
    items: list[Item]
    late: list[Action]
    not_applied: list[Decision]
    glasses: list[Glass]
    findings: list[findings.OpenFinding]
    said: list[Said]

    @property
    def points(self) -> int:
        """How many points, as an invitation counts them."""
        rest = (self.late, self.not_applied, self.glasses, self.findings)
        return len(self.proposals) + len(self.items) + sum(1 for some in rest if some)


def of(meeting: Meeting, at: datetime) -> Agenda:
    """Nine queries at most, and the reading of the matrix, whatever the number of things."""
    body = meeting.body
    guarded = guarded_by(body)
    before = Meeting.objects.filter(body=body, adjourned_at__isnull=False).exclude(pk=meeting.pk)
    last = before.order_by("-adjourned_at").values_list("adjourned_at", flat=True).first()
    today = readings.calendar().today(at)
    asked = Proposal.objects.filter(body=body, state__in=ASKED).select_related("aspect", "made_by")
    glasses = Glass.objects.filter(aspect__in=guarded).select_related("person", "aspect")
    grave = _findings(guarded, at)
    reading = store.reading_now()
    return Agenda(
        proposals=list(asked.order_by("made_at", "pk")),
        items=list(meeting.items.select_related("by")),
        late=list(Action.objects.filter(body=body, done_at=None, due__lt=today).select_related("owner")),
        not_applied=list(
            Decision.objects.filter(proposal__body=body, failed_at__isnull=False).filter(_since(last, "failed_at"))
        ),
        glasses=list(glasses.filter(_since(last, "valid_from")).order_by("valid_from")),
        findings=grave,
        said=[Said(each.found.severity, finding_words.sentence(reading, each.found)) for each in grave],
    )


def guarded_by(body: Body) -> list[Aspect]:
    """Aspects whose nearest guardian up the line is the body. One query."""
    nearest: dict[int, int | None] = {}
    found = []
    for aspect in Aspect.objects.order_by("depth").only("pk", "key", "name", "parent", "guardian", "path", "depth"):
        guardian = aspect.guardian_id or nearest.get(aspect.parent_id or 0)
        nearest[aspect.pk] = guardian
        if guardian == body.pk:
            found.append(aspect)
    return found


def _since(last: datetime | None, field: str) -> Q:
    return Q() if last is None else Q(**{f"{field}__gt": last})


def _findings(guarded: Collection[Aspect], at: datetime) -> list[findings.OpenFinding]:
    if not guarded:
        return []
    listed = findings.open_now(store.reading_now(), at, aspects=[aspect.key for aspect in guarded])
    grave = [each for each in listed if each.found.severity in {"critical", "high"} and each.accepted is None]
    return grave[:SHOWN_FINDINGS]
