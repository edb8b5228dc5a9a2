"""How a form field is shown: which kind of control, its classes, and what its errors and hint are called."""

from typing import Any

from django import forms
from django.forms import BoundField

_INPUT_CLASS = {
    "text": "input",
    "textarea": "textarea",
    "select": "select",
    "several": "input",
    "file": "input file",
}


def kind_of(widget: forms.Widget) -> str:
    """text, textarea, select, several (a list to choose from), file, check (one box), checks (several) or choices (radio)."""
    match widget:
        case forms.CheckboxSelectMultiple():
            return "checks"
        case forms.RadioSelect():
            return "choices"
        case forms.CheckboxInput():
            return "check"
        case forms.SelectMultiple():
            return "several"
        case forms.Select():
            return "select"
        case forms.Textarea():
            return "textarea"
        case forms.FileInput():
            return "file"
        case _:
            return "text"


def field_facts(
    bound: BoundField, *, label: str = "", hint: str = "", small: bool = False, autofocus: bool = False
) -> dict[str, Any]:
    """Everything `base/_field.html` shows of one field."""
    kind = kind_of(bound.field.widget)
    attributes: dict[str, Any] = {}
    if kind in _INPUT_CLASS:
        own = bound.field.widget.attrs.get("class", "")
        attributes["class"] = " ".join(part for part in (_INPUT_CLASS[kind], "sm" if small else "", own) if part)
    if kind == "textarea" and bound.field.widget.attrs.get("rows") == "10":
        attributes["rows"] = "3"  # Django's ten is a page; whoever wants more says another number
    if autofocus:
        attributes["autofocus"] = True
    hint = hint or str(bound.help_text or "")
    if hint and not bound.help_text:
        described = [f"{bound.auto_id}_helptext", f"{bound.auto_id}_error" if bound.errors else ""]
        attributes["aria-describedby"] = " ".join(part for part in described if part)
    grouped = kind in {"choices", "checks"}
    return {
        "field": bound,
        "kind": kind,
        "grouped": grouped,
        "label": label or bound.label,
        "hint": hint,
        "control": "" if grouped else bound.as_widget(attrs=attributes),
        "options": list(bound.subwidgets) if grouped else [],
        "optional": not bound.field.required and kind != "check",
        "errors": bound.errors,
        "describedby": " ".join(
            part
            for part in (
                f"{bound.auto_id}_helptext" if hint else "",
                f"{bound.auto_id}_error" if bound.errors else "",
            )
            if part
        ),
    }
