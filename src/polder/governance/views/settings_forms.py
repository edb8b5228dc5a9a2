"""Forms for the settings of an aspect and for a new one: what is typed, and the lines of a change set it becomes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.governance.facts import Aspect, AspectKey, BodyKey, Facts
from polder.governance.grid import in_tree_order
from polder.governance.resolution import Reading

_INDENT = "\u2003"
_YES, _NO = "yes", "no"
_KINDS: Mapping[str, str | Promise] = {
    "root": gettext_lazy("The whole"),
    "strategy": gettext_lazy("Strategy"),
    "platform": gettext_lazy("Platform"),
    "design": gettext_lazy("Design"),
    "page_area": gettext_lazy("Page area"),
    "content_area": gettext_lazy("Content area"),
    "function": gettext_lazy("Function"),
    "app": gettext_lazy("App"),
    "process": gettext_lazy("Process"),
}


class SettingsForm(forms.Form):
    """Every setting of an aspect; what is left empty follows the nearest value up the line."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    parent = forms.ChoiceField(
        label=gettext_lazy("Part of"), help_text=gettext_lazy("Everything under it moves along.")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    guardian = forms.ChoiceField(
        label=gettext_lazy("Guardian"), required=False,
        help_text=gettext_lazy("The body that decides where nobody answers."),
    )  # fmt: skip
    inherits = forms.BooleanField(
        label=gettext_lazy("R, C and I from above count here too"), required=False,
        help_text=gettext_lazy("Whoever answers above stays in reach either way."),
    )  # fmt: skip
    four_eyes = forms.ChoiceField(
        label=gettext_lazy("Four eyes"), required=False, help_text=gettext_lazy("Whoever writes does not publish.")
    )
    consult_days = forms.IntegerField(
        label=gettext_lazy("Working days to advise"), required=False, min_value=1, max_value=365
    )
    approve_days = forms.CharField(
        label=gettext_lazy("Approval reminds, asks deputies, goes up"), required=False, max_length=20,
        help_text=gettext_lazy("Three numbers of working days, as in 2, 4, 6."),
    )  # fmt: skip
    review_months = forms.IntegerField(
        label=gettext_lazy("Months until review"), required=False, min_value=1, max_value=1200
    )
    unpublish_after = forms.IntegerField(
        label=gettext_lazy("Days overdue until taken offline"), required=False, min_value=0, max_value=30_000
    )
    requires = forms.CharField(
        label=gettext_lazy("Needs a voice of"), required=False, max_length=500,
        help_text=gettext_lazy("Functions with commas between, as in IT, HR."),
    )  # fmt: skip

    def __init__(self, data: Any, reading: Reading, aspect: Aspect) -> None:
        super().__init__(data, initial=_initial(aspect))
        self.aspect = aspect
        if aspect.parent is None:
            del self.fields["parent"]  # the root stays the root
        else:
            _choose(self, "parent", _places(reading, without=aspect.key))
        kinds = dict(_KINDS) | {aspect.kind: _KINDS.get(aspect.kind, aspect.kind)}
        _choose(self, "kind", [(key, name) for key, name in kinds.items() if key != "root" or aspect.kind == "root"])
        _choose(self, "guardian", [("", _("None of its own")), *_bodies(reading.facts)])
        _choose(self, "four_eyes", [("", _("As above it")), (_YES, _("On")), (_NO, _("Off"))])

    def clean_approve_days(self) -> tuple[int, int, int] | None:
        parts = [part.strip() for part in self.cleaned_data["approve_days"].split(",") if part.strip()]
        if not parts:
            return None
        numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 4]
        if len(numbers) != len(parts) or len(numbers) != 3 or numbers != sorted(numbers) or numbers[0] < 1:
            raise forms.ValidationError(_("Give three ascending numbers of working days, as in 2, 4, 6."))
        return numbers[0], numbers[1], numbers[2]

    def clean_requires(self) -> tuple[str, ...]:
        parts = [part.strip()[:100] for part in self.cleaned_data["requires"].split(",")]
        return tuple(dict.fromkeys(part for part in parts if part))

    def changes(self) -> dict[str, object]:
        """The settings that are otherwise than they were, by field of `facts.Aspect`. Only of a valid form."""
        given = self.cleaned_data
        typed: dict[str, object] = {
            "name": given["name"],
            "kind": given["kind"],
            "guardian": BodyKey(given["guardian"]) if given["guardian"] else None,
            "inherits": given["inherits"],
            "four_eyes": {_YES: True, _NO: False}.get(given["four_eyes"]),
            "consult_days": given["consult_days"],
            "approve_days": given["approve_days"],
            "review_months": given["review_months"],
            "unpublish_after": given["unpublish_after"],
            "requires": given["requires"],
        }
        if "parent" in given:
            typed["parent"] = AspectKey(given["parent"])
        return {name: value for name, value in typed.items() if value != getattr(self.aspect, name)}


class NewAspectForm(forms.Form):
    """A new aspect, and who answers for it and does the work: without them it begins as a finding."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    accountable = forms.ChoiceField(
        label=gettext_lazy("Who answers for it"), required=False,
        help_text=gettext_lazy("Nobody chosen: whoever answers above it."),
    )  # fmt: skip
    responsible = forms.ChoiceField(label=gettext_lazy("Who does the work"), required=False)
    four_eyes = forms.BooleanField(
        label=gettext_lazy("Four eyes"), required=False, help_text=gettext_lazy("Whoever writes does not publish.")
    )

    def __init__(self, data: Any, reading: Reading) -> None:
        super().__init__(data, initial={"kind": "content_area"})
        _choose(self, "kind", [(key, name) for key, name in _KINDS.items() if key != "root"])
        for name in ("accountable", "responsible"):
            _choose(self, name, [("", _("Nobody of its own")), *parties(reading.facts)])


def parties(facts: Facts) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everybody who can hold a letter, in groups for a choice."""
    kinds: list[tuple[str, str, Mapping[Any, Any]]] = [
        (_("Roles"), "role", facts.roles),
        (_("Units"), "unit", facts.units),
        (_("Bodies"), "body", facts.bodies),
        (_("People"), "person", facts.people),
    ]
    return [
        (label, sorted(((f"{kind}:{key}", each.name) for key, each in things.items()), key=lambda pair: pair[1]))
        for label, kind, things in kinds
        if things
    ]


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker: the classes above say so
    field.choices = choices


def _initial(aspect: Aspect) -> dict[str, object]:
    return {
        "name": aspect.name,
        "parent": aspect.parent,
        "kind": aspect.kind,
        "guardian": aspect.guardian or "",
        "inherits": aspect.inherits,
        "four_eyes": "" if aspect.four_eyes is None else _YES if aspect.four_eyes else _NO,
        "consult_days": aspect.consult_days,
        "approve_days": ", ".join(map(str, aspect.approve_days or ())),
        "review_months": aspect.review_months,
        "unpublish_after": aspect.unpublish_after,
        "requires": ", ".join(aspect.requires),
    }


def _places(reading: Reading, without: AspectKey) -> list[tuple[str, str]]:
    below = set(reading.below(without))
    return [
        (key, _INDENT * (len(reading.line(key)) - 1) + reading.facts.aspects[key].name)
        for key in in_tree_order(reading)
        if key not in below
    ]


def _bodies(facts: Facts) -> list[tuple[str, str]]:
    return sorted(((key, body.name) for key, body in facts.bodies.items()), key=lambda pair: pair[1])
