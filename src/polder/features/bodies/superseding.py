"""What takes the place of a decision (B7), and from when: the one before stands until its successor takes effect."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from polder.features.bodies.models import Decision


def successors_of(decision: Decision | OuterRef) -> QuerySet[Decision]:
    """Adopted, and not found unfit at their effect."""
    return Decision.objects.filter(proposal__supersedes=decision, adopted=True, failed_at=None)


def lapsed() -> Exists:
    """A condition on decisions that had not taken effect: a successor has, or will at the same moment or before it."""
    earlier = Q(in_effect_at__isnull=False) | Q(effective_at__lte=OuterRef("effective_at"))
    return Exists(successors_of(OuterRef("pk")).filter(earlier))


def with_lapsed(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """`lapsed` on each, where a page says how it stands."""
    return decisions.annotate(lapsed=lapsed())


def has_lapsed(decision: Decision) -> bool:
    """Adopted, and does not take effect since another took its place first. One query at most."""
    if not decision.adopted or decision.in_effect_at is not None or decision.failed_at is not None:
        return False
    return Decision.objects.filter(lapsed(), pk=decision.pk).exists()
