"""The form of a proposal: what is asked, what it costs, and what a yes changes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.publishing import readings
from polder.capabilities.publishing.models import Page
from polder.features.bodies import queries, sitting
from polder.features.bodies.effects import BudgetLine, CharterLine, Effect, PageLine, things
from polder.features.bodies.models import Decision, Proposal
from polder.governance import decidable, drafts, mandate
from polder.governance.facts import FACETS
from polder.governance.models import Aspect, ChangeSet
from polder.ground.organisation.models import Body, Person

_THING = "thing_"  # begins the names of fields about things of other features
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_LONG = forms.Textarea(attrs={"rows": 5, "class": "textarea"})
_SHORT = forms.Textarea(attrs={"rows": 3, "class": "textarea"})


class ProposalForm(forms.Form):
    """By who has a seat about any aspect, by others about the aspects on which they do the work."""

    title = forms.CharField(label=gettext_lazy("What is proposed, in a few words"), max_length=200)
    question = forms.CharField(
        label=gettext_lazy("The question, and why now"), required=False, max_length=20_000, widget=_LONG
    )
    options = forms.CharField(
        label=gettext_lazy("Options"), required=False, max_length=5_000, widget=_SHORT,
        help_text=gettext_lazy("One on each line, the one that is proposed first."),
    )  # fmt: skip
    aspect = forms.ModelChoiceField(Aspect.objects.none(), label=gettext_lazy("About"), to_field_name="key")
    cost = forms.DecimalField(
        label=gettext_lazy("What it costs, in euros"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    effective = forms.DateField(
        label=gettext_lazy("Takes effect on"), required=False, widget=_DAY,
        help_text=gettext_lazy("Left empty: as soon as it is adopted."),
    )  # fmt: skip
    review_on = forms.DateField(
        label=gettext_lazy("Is looked at again on"), required=False, widget=_DAY,
        help_text=gettext_lazy("The chair and the secretary get it back that day."),
    )  # fmt: skip
    supersedes = forms.ModelChoiceField(
        Decision.objects.none(), label=gettext_lazy("Takes the place of"), required=False,
        empty_label=gettext_lazy("No earlier decision"),
    )  # fmt: skip
    consult = forms.BooleanField(
        label=gettext_lazy("Ask those who advise about this aspect first"), required=False, initial=True
    )
    page = forms.ModelChoiceField(
        Page.objects.none(), label=gettext_lazy("A draft it publishes"), required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("As it is now: when somebody edits it afterwards, the decision no longer fits."),
    )  # fmt: skip
    charter_of = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("A charter it sets"), to_field_name="key", required=False,
        empty_label=gettext_lazy("None"),
    )  # fmt: skip
    charter_aspects = forms.ModelMultipleChoiceField(
        Aspect.objects.none(), label=gettext_lazy("which then decides about"), to_field_name="key", required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )  # fmt: skip
    charter_up_to = forms.DecimalField(
        label=gettext_lazy("up to, in euros"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    change_set = forms.ModelChoiceField(
        ChangeSet.objects.none(), label=gettext_lazy("What it changes in the matrix"), required=False,
        empty_label=gettext_lazy("Nothing"),
        help_text=gettext_lazy("One of your drafts; it is copied, and carried out when the decision takes effect."),
    )  # fmt: skip
    budget_aspect = forms.ModelChoiceField(
        Aspect.objects.none(), label=gettext_lazy("A budget it sets"), to_field_name="key", required=False,
        empty_label=gettext_lazy("None"),
    )  # fmt: skip
    budget_year = forms.IntegerField(label=gettext_lazy("for the year"), required=False, min_value=2000, max_value=2200)
    budget_amount = forms.DecimalField(
        label=gettext_lazy("to, in euros"), required=False, min_value=0, max_digits=12, decimal_places=2
    )

    effects: tuple[str, ...] = (
        "change_set", "budget_aspect", "budget_year", "budget_amount", "page", "charter_of", "charter_aspects",
        "charter_up_to",
    )  # fmt: skip  # and thing_..., one for each kind of thing of which something waits

    def has_effects(self) -> bool:
        """Was anything of it filled in, or wrong?"""
        return any(self[name].value() or self[name].errors for name in self.effects)

    def __init__(self, data: Any = None, *, body: Body, asker: Person, at: datetime, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._at = at
        aspects = Aspect.objects.order_by("path")
        may = aspects if sitting.sits(body, asker, at) else aspects.filter(_editable(asker, at))
        self.fields["aspect"].queryset = may  # type: ignore[attr-defined]
        self.fields["budget_aspect"].queryset = aspects  # type: ignore[attr-defined]
        own = drafts.listed(asker).filter(author=asker, state=ChangeSet.State.DRAFT)
        self.fields["change_set"].queryset = own  # type: ignore[attr-defined]
        self._offer_effects(body, asker, at)
        self._offer_things(asker, at)

    def _offer_effects(self, body: Body, asker: Person, at: datetime) -> None:
        """Drafts that the asker may edit, charters of bodies on the line, decisions of the body that still hold."""
        drafts_open = Page.objects.filter(_mine(asker, at), changes__closed_at=None, binned_at=None).distinct()
        page = self.fields["page"]
        page.queryset = drafts_open  # type: ignore[attr-defined]
        page.label_from_instance = _draft_title  # type: ignore[attr-defined]
        line = Body.objects.filter(Q(parent=body) | Q(pk=body.pk), valid_until=None)
        self.fields["charter_of"].queryset = line  # type: ignore[attr-defined]
        self.fields["charter_aspects"].queryset = Aspect.objects.order_by("path")  # type: ignore[attr-defined]
        superseded = Proposal.objects.filter(
            supersedes=OuterRef("pk"), decision__adopted=True, decision__failed_at=None
        )
        holding = queries.decisions_visible_to(asker, at).filter(adopted=True, failed_at=None, proposal__body=body)
        held = holding.exclude(Exists(superseded)).select_related("proposal").order_by("-closed_at")
        self.fields["supersedes"].queryset = held  # type: ignore[attr-defined]

    def _offer_things(self, asker: Person, at: datetime) -> None:
        """What waits for a decision and the asker sees, under each verb that a decision has for it."""
        for key, kind in decidable.kinds().items():
            waiting = list(kind.offered(asker, at))
            if not waiting:
                continue
            groups = [
                (verb.choice, [(f"{name}:{number}", title) for number, title in waiting])
                for name, verb in kind.verbs.items()
            ]
            field = forms.ChoiceField(label=str(kind.label), required=False, choices=[("", _("None")), *groups])
            self.fields[f"{_THING}{key}"] = field
            self.effects = (*self.effects, f"{_THING}{key}")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        parts = [cleaned.get(name) is not None for name in ("budget_aspect", "budget_year", "budget_amount")]
        if any(parts) and not all(parts):
            self.add_error("budget_aspect", ValidationError(_("A budget has an aspect, a year and an amount.")))
        if (cleaned.get("charter_aspects") or cleaned.get("charter_up_to") is not None) and not cleaned.get(
            "charter_of"
        ):
            self.add_error("charter_of", ValidationError(_("Say whose charter it is.")))
        if cleaned.get("charter_of") and not cleaned.get("charter_aspects"):
            self.add_error("charter_aspects", ValidationError(_("Say about what the body may decide.")))
        self._refuse_impossible(cleaned)
        return cleaned

    def _refuse_impossible(self, cleaned: dict[str, Any]) -> None:
        """Days that cannot follow one another, told before anybody votes on them."""
        today = readings.calendar().today(self._at)
        effective, review = cleaned.get("effective"), cleaned.get("review_on")
        if effective is not None and effective < today:
            self.add_error(
                "effective", ValidationError(_("That day has passed. Leave it empty: as soon as it is adopted."))
            )
        if review is not None and review <= max(today, effective or today):
            self.add_error("review_on", ValidationError(_("It can be looked at again after it has taken effect.")))
        begins = self._at if effective is None else readings.calendar().midnight(effective)
        for line in drafts.lines_of(cleaned["change_set"]) if cleaned.get("change_set") else ():
            until = getattr(line, "valid_until", None)
            if until is not None and until <= max(begins, getattr(line, "valid_from", None) or begins):
                sentence = _("A letter in this draft would end before it begins, or before the decision takes effect.")
                self.add_error("change_set", ValidationError(sentence))
                break

    def values(self) -> dict[str, Any]:
        """What `operations.propose` takes, without body, `by` and `at`."""
        data = self.cleaned_data
        day = data["effective"]
        return {
            "aspect": data["aspect"],
            "title": data["title"],
            "question": data["question"],
            "options": data["options"].splitlines(),
            "cost": data["cost"] or Decimal(0),
            "effective_at": None if day is None else readings.calendar().midnight(day),
            "review_on": data["review_on"],
            "supersedes": data["supersedes"],
            "consult": data["consult"],
            "changes": self._changes(),
        }

    def _changes(self) -> list[Effect]:
        data = self.cleaned_data
        found: list[Effect] = list(drafts.lines_of(data["change_set"])) if data["change_set"] else []
        if data["budget_aspect"]:
            found.append(BudgetLine(data["budget_year"], data["budget_aspect"].key, data["budget_amount"]))
        if data["charter_of"]:
            found.append(CharterLine(data["charter_of"].key, self._charter()))
        if data["page"]:
            page = data["page"]
            found.append(PageLine(page.pk, page.aspect.key, page.revision_number))
        for name, chosen in data.items():
            if name.startswith(_THING) and chosen:
                verb, _colon, number = chosen.partition(":")
                found.append(things.made(name.removeprefix(_THING), verb, int(number)))
        return found

    def _charter(self) -> dict[str, Any]:
        """Quorum and method stay as they are."""
        data = self.cleaned_data
        charter: dict[str, Any] = {**(data["charter_of"].charter or {})}
        charter["aspects"] = [aspect.key for aspect in data["charter_aspects"]]
        charter.pop("up_to", None)
        if data["charter_up_to"] is not None:
            charter["up_to"] = float(data["charter_up_to"])
        return charter


def _mine(asker: Person, at: datetime) -> Any:
    return mandate.things_where(asker, "edit", at=at)


def _draft_title(page: Page) -> str:
    return str(page.draft_title or page.title)


def _editable(asker: Person, at: datetime) -> Any:
    found = mandate.things_where(asker, "edit", FACETS[0], at=at, aspect="pk")
    for facet in FACETS[1:]:
        found |= mandate.things_where(asker, "edit", facet, at=at, aspect="pk")
    return found


def may_propose_something(body: Body, asker: Person, at: datetime) -> bool:
    """Is there any aspect about which the asker could propose to this body? Four queries."""
    return sitting.sits(body, asker, at) or Aspect.objects.filter(_editable(asker, at)).exists()
