"""Mail leaves: in order, again when it did not, ever more seldom while the mail server is down.

What must not be lost stays a row until the server has taken it. Killed between the server's yes and our note of it, a
mail leaves twice under one Message-ID, by which mail programs know it.
"""

import logging
import re
import secrets
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from polder.capabilities.notifications import outages
from polder.capabilities.notifications.mailing import whole
from polder.capabilities.notifications.models import MailOut

SERVER: Final = "mail"  # the name of its outage
_BATCH: Final = 50
_LEASE: Final = timedelta(minutes=5)
_SECONDS: Final = 10.0  # a round gives way to what else a worker does
_FIRST_RETRY: Final = timedelta(minutes=1)
_LAST_RETRY: Final = timedelta(hours=4)
_GIVEN_UP: Final = timedelta(days=5)  # as mail servers themselves do
_KEPT: Final = timedelta(days=90)  # threads are no longer than this
_METHOD: Final = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
logger = logging.getLogger(__name__)


def send_due(at: datetime) -> int:
    """Send what is due, the oldest first. How many left. While the server is down only now and then one is tried."""
    trouble = outages.of(SERVER)
    if trouble is not None and trouble.next_at > at:
        return 0
    me = secrets.token_hex(8)
    mine = _claim(me, at, most=1 if trouble else _BATCH)
    if not mine:
        return 0
    try:
        return _send_all(mine, at)
    finally:
        MailOut.objects.filter(claimed_by=me).update(claimed_by="", claimed_until=None)


def waiting() -> QuerySet[MailOut]:
    """Mail that has not left, the oldest first."""
    return MailOut.objects.filter(state=MailOut.State.WAITING).order_by("made_at", "pk")


def try_again(at: datetime) -> int:
    """An operator mended the server: what waits is due now. How many wait."""
    outages.over(SERVER)
    return waiting().update(due=at)


def tidy(at: datetime) -> None:
    """What left or was refused long ago is forgotten."""
    MailOut.objects.exclude(state=MailOut.State.WAITING).filter(settled_at__lt=at - _KEPT).delete()


def _claim(me: str, at: datetime, *, most: int) -> list[MailOut]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    due = MailOut.objects.filter(free, state=MailOut.State.WAITING, due__lte=at)
    with transaction.atomic():
        numbers = list(
            due.order_by("due", "pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:most]
        )
        due.filter(pk__in=numbers).update(claimed_by=me, claimed_until=at + _LEASE)
    return list(MailOut.objects.filter(claimed_by=me, state=MailOut.State.WAITING).order_by("due", "pk"))


def _send_all(mine: Sequence[MailOut], at: datetime) -> int:
    begun, sent = monotonic(), 0
    server: BaseEmailBackend = mailers["default"]
    try:
        server.open()
        for mail in mine:
            sent += _send_one(server, mail, at)
            if monotonic() - begun > _SECONDS:
                break
    except OSError as error:  # no connection, wrong password, full disk: all of smtplib's are OSErrors too
        outages.note(SERVER, _said(error), at)
        logger.warning("Mail waits: %s", _said(error))
        return sent
    finally:
        _close(server)
    outages.over(SERVER)
    return sent


def _close(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except OSError as error:
        logger.info("The mail server left without a word: %s", error)


def _send_one(server: BaseEmailBackend, mail: MailOut, at: datetime) -> bool:
    """Whether it left. Raises OSError when the trouble is not of this mail but of the server."""
    try:
        server.send_messages([_message(mail)])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        _later(mail, f"{code} {_text(said)}", at, for_good=code >= 500)
        return False
    except smtplib.SMTPDataError as error:
        _later(mail, f"{error.smtp_code} {_text(error.smtp_error)}", at, for_good=error.smtp_code >= 500)
        return False
    except ValueError as error:  # an address or a subject that cannot be written in a mail
        _later(mail, str(error), at, for_good=True)
        return False
    left = MailOut.objects.filter(pk=mail.pk, state=MailOut.State.WAITING)
    left.update(
        state=MailOut.State.SENT, settled_at=at, attempts=F("attempts") + 1, trouble="", text="", html="", calendar="",
        claimed_by="", claimed_until=None,
    )  # fmt: skip
    return True


def _later(mail: MailOut, trouble: str, at: datetime, *, for_good: bool) -> None:
    pause = min(_FIRST_RETRY * 2 ** min(mail.attempts, 16), _LAST_RETRY)
    facts: dict[str, object] = {"attempts": F("attempts") + 1, "trouble": trouble[:2000], "due": at + pause}
    if for_good or at - mail.made_at > _GIVEN_UP:
        facts |= {"state": MailOut.State.REFUSED, "settled_at": at, "text": "", "html": "", "calendar": ""}
    MailOut.objects.filter(pk=mail.pk).update(claimed_by="", claimed_until=None, **facts)


def _message(mail: MailOut) -> EmailMultiAlternatives:
    headers = {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<{whole(reverse('notifications:settings'))}>",
    }
    if mail.in_reply_to:
        headers |= {"In-Reply-To": mail.in_reply_to, "References": mail.in_reply_to}
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.address], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        method = _METHOD.search(mail.calendar)
        name = method[1] if method else "REQUEST"
        message.attach_alternative(mail.calendar, f"text/calendar; method={name}")
    return message


def _said(error: OSError) -> str:
    code, said = getattr(error, "smtp_code", ""), getattr(error, "smtp_error", "")
    return " ".join(f"{code} {_text(said)}".split() or [type(error).__name__, *str(error).split()])[:500]


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
