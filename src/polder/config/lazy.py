"""A click group that knows its commands by name and imports each when it is asked for: `polder --help` stays quick."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from importlib import import_module
from typing import Any

import click


class Need(Enum):
    """What must stand before a command runs."""

    ITS_OWN = auto()  # a group: each of its commands says it
    NOTHING = auto()  # neither settings nor POLDER_HOME: it only looks at its arguments
    SETTINGS = auto()
    DATABASE = auto()
    THROW_AWAY = auto()  # an empty database, and a home that nobody else knows


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: `where` is `module:attribute`, `help` its line in the list, `heading` the part of the list."""

    where: str
    help: str
    need: Need = Need.DATABASE
    heading: str = "Commands"


class LazyGroup(click.Group):
    """Commands from `entries`; their list shows them under their headings, in the order given."""

    def __init__(self, *arguments: Any, entries: Mapping[str, Entry], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.entries]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        _set_up(entry.need)
        module, attribute = entry.where.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        entry = self.entries.get(name or "")
        only_help = "--help" in rest or (isinstance(command, click.Group) and not rest)
        if entry is not None and not only_help and not ctx.resilient_parsing:
            _make_ready(entry.need)
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading in dict.fromkeys(entry.heading for entry in self.entries.values()):
            with formatter.section(heading):
                formatter.write_dl(
                    [(name, entry.help) for name, entry in self.entries.items() if entry.heading == heading]
                )


def _set_up(need: Need) -> None:
    if need is Need.ITS_OWN:
        return
    if need is Need.THROW_AWAY:
        from polder.config import throwaway

        throwaway.move_in()
    import django
    from django.conf import settings

    if need is Need.NOTHING and not settings.configured:
        settings.configure(USE_I18N=False, USE_TZ=True, LOGGING_CONFIG=None)
    django.setup()


def _make_ready(need: Need) -> None:
    """Before the arguments are read: some of them look things up."""
    if need is Need.DATABASE:
        from polder.config import state

        state.ready()
    elif need is Need.THROW_AWAY:
        from polder.config import throwaway

        throwaway.furnish()
