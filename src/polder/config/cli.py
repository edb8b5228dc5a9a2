"""The `polder` command: runs it, and turns whatever goes wrong into one line and an exit status."""

import os
import sys

_WRONG, _INTERRUPTED, _PIPE_CLOSED = 2, 130, 141


def main() -> None:
    """Entry point of the console script."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polder.config.settings")
    try:
        status = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = _INTERRUPTED
    except BrokenPipeError:
        # Whoever read has what they wanted (`| head`). Python would complain at exit when it flushes once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = _PIPE_CLOSED
    sys.exit(status)


def _run() -> int:
    import click

    from polder.config import troubles
    from polder.config.commands import polder

    try:
        answer = polder.main(prog_name="polder", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:
        raise
    except click.exceptions.NoArgsIsHelpError as asked:
        asked.show()
        return _WRONG
    except Exception as error:  # noqa: BLE001  # the edge of the process: nobody above could say it in words
        lines, status = troubles.told(error)
        for line in lines:
            click.echo(line, err=True)
        return status
    return answer if isinstance(answer, int) else 0


if __name__ == "__main__":
    main()
