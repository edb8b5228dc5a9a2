"""The eight people one may be in the demo: who they are and what they come for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Persona:
    """`key` is the key of a person of the demo organisation; `about` one sentence for whoever chooses."""

    key: str
    title: "str | Promise"
    about: "str | Promise"


PERSONAS: tuple[Persona, ...] = (
    Persona(
        "youssef-el-amrani",
        _("Employee on a phone"),
        _("Drives a gritting lorry from the east depot; has no e-mail address."),
    ),
    Persona("lotte-visser", _("Author"), _("Writes for the social domain as one of the local editors.")),
    Persona("merel-hoogland", _("Accountable"), _("Heads HR, which answers for leave, benefits and personal data.")),
    Persona("ruud-wessels", _("Advisor"), _("Security and privacy officer; is asked first about much.")),
    Persona("kim-hoekstra", _("Intranet manager"), _("Runs the intranet from day to day, from Communications.")),
    Persona("anna-de-wit", _("Chair of the steering group"), _("Municipal secretary; answers when nobody else does.")),
    Persona("pieter-dekkers", _("IT operator"), _("Installs, upgrades and backs up, without rights over content.")),
    Persona("fatima-benali", _("Leaves next week"), _("Heads knowledge management until then; no successor yet.")),
)

KEYS = frozenset(persona.key for persona in PERSONAS)
