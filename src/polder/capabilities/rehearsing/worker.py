"""The worker plays what people asked for: each run in a process of its own, beside its other work."""

import logging
import subprocess
import sys
import tempfile
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from polder.capabilities.rehearsing import scenarios
from polder.capabilities.rehearsing.models import Run
from polder.ground.ledger import rounds

logger = logging.getLogger(__name__)

PATIENCE: Final = timedelta(minutes=1)  # for one run; whoever takes longer is stopped
LOST: Final = timedelta(minutes=3)  # a worker that began one so long ago is gone
_busy = threading.Lock()


@rounds.every(timedelta(seconds=1))
def play_what_waits(at: datetime) -> None:
    """One query while nothing waits. At most one run at a time in this process."""
    if _waiting(at).exists() and _busy.acquire(blocking=False):
        threading.Thread(target=_beside, name="rehearsal", daemon=True).start()


def play_next(at: datetime) -> Run | None:
    """Plays the run that waits longest, here and now; None when nothing waits or somebody else took it."""
    run = _waiting(at).order_by("asked_at", "pk").first()
    if run is None:
        return None
    took = Run.objects.filter(pk=run.pk, begun_at=run.begun_at).update(state=Run.State.PLAYING, begun_at=at)
    if not took:
        return None
    run.state, run.steps, run.trouble = _play(run)
    run.begun_at, run.ended_at, run.organisation = at, max(at, timezone.now()), ""
    run.save(update_fields=["state", "steps", "trouble", "ended_at", "organisation"])
    return run


def _beside() -> None:
    try:
        play_next(timezone.now())
    except Exception:
        logger.exception("A rehearsal could not be played")
    finally:
        connection.close()
        _busy.release()


def _waiting(at: datetime) -> QuerySet[Run]:
    lost = Q(state=Run.State.PLAYING, begun_at__lt=at - LOST)
    return Run.objects.filter(Q(state=Run.State.WAITING) | lost)


def _play(run: Run) -> tuple[str, list[dict[str, object]], str]:
    with tempfile.TemporaryDirectory(prefix="polder-scenario-") as folder:
        organisation, scenario = Path(folder, "organisation.json"), Path(folder, "scenario.yaml")
        organisation.write_text(run.organisation, encoding="utf-8")
        scenario.write_text(run.text, encoding="utf-8")
        command = [
            sys.executable, "-m", "polder.config.cli", "rehearse", "--json", "--language", run.language or settings.LANGUAGE_CODE,
            "--live", str(organisation), str(scenario),
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603  # this program itself, with files that were just written
                command, capture_output=True, check=False, text=True, stdin=subprocess.DEVNULL,
                timeout=PATIENCE.total_seconds(),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Run.State.BROKEN, [], _("It took longer than a minute and was stopped. Make two scenarios of it.")
    try:
        return scenarios.result_of(done.stdout)
    except (ValueError, KeyError):
        logger.error("A rehearsal printed no result: %s", done.stderr[-2000:])  # the text says why
        return Run.State.BROKEN, [], _("It could not be played here. Ask an operator to look at the worker's log.")
