"""A line of a change set in words, for whoever must choose between their own and somebody else's."""

from django.utils.translation import gettext as _

from polder.governance.changes import Assign, ChangeAspect, CreateAspect, CreateRole, MatrixLine, Unassign
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party


def line_in_words(line: MatrixLine) -> str:
    """One sentence, with names where they are known. At most two queries."""
    match line:
        case Assign():
            return _("%(party)s becomes %(letter)s on “%(aspect)s”.") % _words(line)
        case Unassign():
            return _("%(party)s is no longer %(letter)s on “%(aspect)s”.") % _words(line)
        case CreateAspect():
            return _("“%(name)s” is added under “%(parent)s”.") % {
                "name": line.aspect.name,
                "parent": _aspect(str(line.aspect.parent)),
            }
        case ChangeAspect():
            if "parent" in line.settings:
                words = {"name": _aspect(line.aspect), "parent": _aspect(str(line.settings["parent"]))}
                return _("“%(name)s” moves under “%(parent)s”.") % words
            return _("Settings of “%(name)s” change: %(settings)s.") % {
                "name": _aspect(line.aspect),
                "settings": ", ".join(
                    str(getattr(Aspect._meta.get_field(name), "verbose_name", name)) for name in sorted(line.settings)
                ),
            }
        case CreateRole():
            return _("The role “%(name)s” is made.") % {"name": line.name}


def _words(line: Assign | Unassign) -> dict[str, str]:
    party = Party.objects.filter(ref=line.party).first()
    return {"party": party.name if party else line.party, "letter": line.letter, "aspect": _aspect(line.aspect)}


def _aspect(key: str) -> str:
    return Aspect.objects.filter(key=key).values_list("name", flat=True).first() or key
