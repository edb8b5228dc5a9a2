"""The matrix as it is stored: aspects, assignments, change sets; and the index, the same truth made quick to ask."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.base.validity import Valid
from polder.ground.organisation.models import Body, Party, Person
from polder.ground.organisation.models.fields import key_field


class LetterChoice(models.TextChoices):
    R = "R", _("Responsible")
    A = "A", _("Accountable")
    C = "C", _("Consulted")
    I = "I", _("Informed")  # noqa: E741  # the letter of RACI


class FacetChoice(models.TextChoices):
    CONTENT = "content", _("Content")
    DESIGN = "design", _("Design")
    TECHNOLOGY = "technology", _("Technology")
    ALL = "*", _("All facets")


class Aspect(models.Model):
    """A part of the intranet that someone must answer for; aspects form one tree (G4, G5).

    `path` holds the numbers of its line from the root down, `/1/7/12/`, so that a subtree is one prefix. Settings that
    are empty follow the nearest value up the line.
    """

    key = key_field()
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    kind = models.CharField(_("kind"), max_length=60, default="content_area")
    guardian = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="guards", verbose_name=_("guardian body")
    )
    inherits = models.BooleanField(_("takes R, C and I from above"), default=True)
    four_eyes = models.BooleanField(_("four eyes"), null=True, blank=True)
    consult_days = models.PositiveIntegerField(
        _("days to advise"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    approve_days = models.JSONField(_("approval reminds, asks deputies, escalates"), null=True, blank=True)
    review_months = models.PositiveIntegerField(
        _("months until review"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    unpublish_after = models.PositiveIntegerField(_("days overdue until unpublished"), null=True, blank=True)
    requires = models.JSONField(_("functions that must hold a letter"), default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=1000, db_index=True, default="", editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "name", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["depth"],
                condition=Q(parent=None),
                name="there_is_one_root_aspect",
                violation_error_message=_("There is one root aspect already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:aspect", args=[self.key])


class Assignment(Valid):
    """One letter for one party on one aspect and facet, for a time. At most one A at any moment (G9, guard in apps.py)."""

    aspect = models.ForeignKey(Aspect, models.CASCADE, related_name="assignments")
    facet = models.CharField(_("facet"), max_length=10, choices=FacetChoice, default=FacetChoice.ALL)
    letter = models.CharField(_("letter"), max_length=1, choices=LetterChoice)
    party = models.ForeignKey(Party, models.PROTECT, related_name="assignments")
    change_set = models.ForeignKey("governance.ChangeSet", models.PROTECT, null=True, related_name="assignments")

    class Meta(Valid.Meta):
        indexes = [models.Index(fields=["aspect", "letter", "facet"], name="assignment_by_aspect")]

    def __str__(self) -> str:
        return f"{self.letter} {self.party.ref} {self.aspect.key}/{self.facet}"


class ChangeSet(models.Model):
    """Changes to the matrix that belong together: drafted, simulated, proposed, applied or planned; never edited after.

    `lines` is a list of `{"assign": {...}}`, `{"unassign": {...}}`, ... as governance.changes reads them (keys, not
    numbers: a draft may name what does not exist yet).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Proposed")
        PLANNED = "planned", _("Planned")
        APPLIED = "applied", _("Applied")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        FAILED = "failed", _("Failed")

    title = models.CharField(_("title"), max_length=200)
    reason = models.TextField(_("reason"), default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    lines = models.JSONField(default=list)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="change_sets")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # claim by comparing: two people in one draft
    effective_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="decided_change_sets")
    decided_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    trouble = models.TextField(default="", blank=True)  # why it failed or was rejected
    founding = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64, default="", blank=True)  # of the imported file
    reading = models.JSONField(null=True)  # the importer's findings and questions, to be listed again

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["founding"], condition=Q(founding=True), name="founded_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:change_set", args=[self.pk])


class Glass(Valid):
    """Break-glass: an operator holds all powers on one aspect, at most four hours (G15)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="glasses")
    aspect = models.ForeignKey(Aspect, models.CASCADE, related_name="glasses")
    reason = models.TextField(_("reason"))

    class Meta(Valid.Meta):
        verbose_name_plural = "glasses"

    def __str__(self) -> str:
        return f"{self.person}: {self.aspect}"


class Use(models.Model):
    """When something was last done under an R or A, as the ledger tells (using.py): what `idle_assignment` asks.

    It goes by aspect, facet, letter and party, so that a letter that was given anew goes on where it was.
    """

    aspect = models.ForeignKey(Aspect, models.CASCADE, related_name="uses")
    facet = models.CharField(max_length=10, choices=FacetChoice)
    letter = models.CharField(max_length=1, choices=LetterChoice)
    party = models.ForeignKey(Party, models.CASCADE, related_name="uses")
    given_at = models.DateTimeField()  # when it was recorded that they have it
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aspect", "facet", "letter", "party"], name="use_once_of_a_letter")
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.party_id} {self.aspect_id}/{self.facet}"


class UsesRead(models.Model):
    """How far `Use` has followed the ledger: the number of the last event it looked at. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "uses read"

    def __str__(self) -> str:
        return str(self.number)


class AcceptedFinding(models.Model):
    """Somebody answers for leaving a finding as it is, with a reason and an end (section 8)."""

    code = models.CharField(max_length=40)
    aspect = models.ForeignKey(Aspect, models.CASCADE, related_name="accepted_findings")
    facet = models.CharField(max_length=10, choices=FacetChoice, default=FacetChoice.ALL)
    party = models.ForeignKey(Party, models.CASCADE, null=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(Person, models.PROTECT)
    accepted_at = models.DateTimeField()
    until = models.DateTimeField(_("until"))

    class Meta:
        indexes = [models.Index(fields=["code", "aspect"], name="accepted_by_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.aspect.key}"


class FindingRecord(models.Model):
    """When a finding was first seen and when its cause was gone: the history behind trends. Follows the matrix."""

    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=10)
    aspect = models.ForeignKey(Aspect, models.CASCADE, related_name="finding_records")
    facet = models.CharField(max_length=10, choices=FacetChoice, default=FacetChoice.ALL)
    party = models.ForeignKey(Party, models.CASCADE, null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["closed_at", "code"], name="finding_record_open")]
        constraints = [  # two workers that look at once open it once
            models.UniqueConstraint(
                fields=["code", "aspect", "facet", "party"], condition=Q(closed_at=None), name="finding_open_once"
            ),
            models.UniqueConstraint(
                fields=["code", "aspect", "facet"],
                condition=Q(closed_at=None, party=None),
                name="finding_open_once_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.aspect.key}"


class Membership(Valid):
    """Index: `person` belongs to `party`, through one path, for a time (G3, G8).

    `does` counts for R, `asked` for C and I, `acts` for A. Whether the person is active is asked at the person, for
    their deputy has what they would have if they were.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    party = models.ForeignKey(Party, models.CASCADE, related_name="memberships")
    does = models.BooleanField()
    asked = models.BooleanField()
    acts = models.BooleanField()

    class Meta(Valid.Meta):
        indexes = [
            models.Index(fields=["person", "party"], name="membership_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.party_id}"


class Acting(Valid):
    """Index: `person` can act as A for `party` (G8), or `standin` as their deputy (G10).

    The interval is the one in which all of it holds: membership, deputyship, and whoever acts being active (G1).
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="acting")
    person = models.ForeignKey(Person, models.CASCADE, related_name="acting")
    standin = models.ForeignKey(Person, models.CASCADE, null=True, related_name="standing_in")

    class Meta(Valid.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.standin_id or self.person_id} as {self.party_id}"


class Standing(Valid):
    """Index: on `aspect` and `facet`, `party` has `letter`, from the assignment `distance` steps up the line (G6, G7).

    R, C and I reach down to the first aspect that does not inherit; A reaches all the way down.
    """

    aspect = models.ForeignKey(Aspect, models.CASCADE, related_name="standings")
    facet = models.CharField(max_length=10, choices=FacetChoice)
    letter = models.CharField(max_length=1, choices=LetterChoice)
    party = models.ForeignKey(Party, models.CASCADE, related_name="standings")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="standings")
    distance = models.PositiveSmallIntegerField()

    class Meta(Valid.Meta):
        indexes = [
            models.Index(fields=["aspect", "letter", "distance"], name="standing_by_aspect"),
            models.Index(fields=["party", "letter", "aspect"], name="standing_by_party"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.party_id} {self.aspect_id}/{self.facet} +{self.distance}"
