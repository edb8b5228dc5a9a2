"""A rhythm that has no name of its own, in words."""

import re

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTHLY = {
    "1": gettext_lazy("Every month on the first %(day)s"),
    "2": gettext_lazy("Every month on the second %(day)s"),
    "3": gettext_lazy("Every month on the third %(day)s"),
    "4": gettext_lazy("Every month on the fourth %(day)s"),
    "-1": gettext_lazy("Every month on the last %(day)s"),
}
_ON_A_DAY = re.compile(r"\+?(-?\d?)(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


def say(rule: str) -> str:
    """“Every month on the first Tuesday”; of a rule that is too much for a sentence only that it is one. "" for none."""
    if not rule:
        return ""
    parts = dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if "=" in part)
    found = _ON_A_DAY.fullmatch(parts.get("BYDAY", ""))
    plain = parts.keys() - {"UNTIL"} == {"FREQ", "BYDAY"}
    if found is not None and plain:
        day = {"day": str(WEEKDAYS[_DAYS.index(found[2])])}
        if parts["FREQ"] == "MONTHLY" and found[1] in _MONTHLY:
            return str(_MONTHLY[found[1]]) % day
        if parts["FREQ"] == "WEEKLY" and not found[1]:
            return _("Every week on %(day)s") % day
    return _("By a rule of its own")
