"""Files from people are looked at by the installation's own scanner before they are kept, where it has one."""

import subprocess
import tempfile
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_PATIENCE: Final = 60  # seconds for one file


def refuse_harmful(file: Any) -> None:
    """Runs `SCAN_COMMAND` with the path of a copy of the uploaded file; any exit status but 0 is a refusal.

    A scanner that is missing or does not answer refuses too: nothing comes in unlooked at. Raises ValidationError.
    """
    if not settings.SCAN_COMMAND:
        return
    with tempfile.NamedTemporaryFile(prefix="polder-scan-") as copy:
        for part in file.chunks():
            copy.write(part)
        copy.flush()
        file.seek(0)
        try:
            done = subprocess.run(  # noqa: S603  # what the operator configured, with a path of ours
                [*settings.SCAN_COMMAND, copy.name], capture_output=True, check=False, timeout=_PATIENCE,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            raise ValidationError(
                _("The virus scanner does not answer, so the file was not kept. Try again later, or ask an operator.")
            ) from None
    if done.returncode != 0:
        raise ValidationError(_("The virus scanner refused this file. It was not kept."))
