"""A first matrix for an intranet, to start from without a spreadsheet: the parts most intranets have, and who answers.

It counts on the aspect `intranet` and the body `steering` of the founding act, and makes the roles itself; who holds
them is filled in afterwards.
"""

from django.utils.translation import gettext as _

from polder.governance.changes import Assign, CreateAspect, CreateRole, MatrixLine
from polder.governance.facts import Aspect, AspectKey, Facet, Letter, PartyKey, RoleKey
from polder.governance.operations.founding import GUARDIAN, ROOT

# Aspect: its parent, then letters by role; a facet stands before the letter where it is not for all three.
_LETTERS: dict[str, tuple[str, str]] = {
    "intranet": ("", "A:steering R:intranet-manager C:it-owner C:communications-owner"),
    "homepage": ("intranet", "A:communications-owner R:web-editor C:intranet-manager I:service-desk"),
    "news": ("intranet", "A:communications-owner R:web-editor C:intranet-manager"),
    "organisation-pages": ("intranet", "A:communications-owner R:web-editor C:hr-owner"),
    "hr-content": ("intranet", "A:hr-owner R:hr-editor C:communications-owner I:intranet-manager"),
    "knowledge": ("intranet", "A:knowledge-owner R:knowledge-editor C:intranet-manager"),
    "communities": ("intranet", "A:knowledge-owner R:intranet-manager C:communications-owner"),
    "people-finder": ("intranet", "A:hr-owner R:hr-editor technology/R:it-engineer C:privacy-officer"),
    "search": ("intranet", "A:intranet-manager R:it-engineer C:knowledge-owner"),
    "design-system": ("intranet", "A:intranet-manager R:designer C:communications-owner"),
    "platform": ("intranet", "A:it-owner R:it-engineer C:security-officer I:service-desk"),
    "integrations": ("platform", "A:it-owner R:it-engineer C:security-officer C:privacy-officer"),
    "analytics": ("intranet", "A:intranet-manager R:it-engineer C:privacy-officer"),
}


def template() -> list[MatrixLine]:
    """The lines, with names in the language of whoever founds."""
    aspects, roles = _aspect_names(), _role_names()
    lines: list[MatrixLine] = [CreateRole(RoleKey(key), name) for key, name in roles.items()]
    for key, (parent, _letters) in _LETTERS.items():
        if key != ROOT:
            lines.append(CreateAspect(Aspect(AspectKey(key), aspects[key], AspectKey(parent))))
    for key, (_parent, letters) in _LETTERS.items():
        lines += [_assign(AspectKey(key), letter) for letter in letters.split()]
    return lines


def _assign(aspect: AspectKey, text: str) -> Assign:
    """`technology/R:it-engineer`."""
    where, _colon, holder = text.partition(":")
    facet, _slash, letter = where.rpartition("/")
    party = f"body:{GUARDIAN}" if holder == GUARDIAN else f"role:{holder}"
    return Assign(aspect, _FACETS[facet], PartyKey(party), _AS_LETTER[letter])


_FACETS: dict[str, Facet] = {"": "*", "content": "content", "design": "design", "technology": "technology"}
_AS_LETTER: dict[str, Letter] = {"R": "R", "A": "A", "C": "C", "I": "I"}


def _aspect_names() -> dict[str, str]:
    return {
        "homepage": _("Homepage"),
        "news": _("News"),
        "organisation-pages": _("About the organisation"),
        "hr-content": _("Working here (HR)"),
        "knowledge": _("Knowledge base"),
        "communities": _("Communities"),
        "people-finder": _("People finder"),
        "search": _("Search"),
        "design-system": _("Look and feel"),
        "platform": _("Platform and security"),
        "integrations": _("Links with other systems"),
        "analytics": _("Statistics"),
    }


def _role_names() -> dict[str, str]:
    return {
        "intranet-manager": _("Intranet manager"),
        "communications-owner": _("Head of communications"),
        "web-editor": _("Web editor"),
        "hr-owner": _("Head of HR"),
        "hr-editor": _("HR editor"),
        "knowledge-owner": _("Head of knowledge management"),
        "knowledge-editor": _("Knowledge editor"),
        "it-owner": _("Head of IT"),
        "it-engineer": _("IT engineer"),
        "designer": _("Designer"),
        "service-desk": _("Service desk"),
        "privacy-officer": _("Privacy officer"),
        "security-officer": _("Security officer"),
    }
