"""`python -m polder.governance.importing FILE [--json]`: the command `polder matrix read` by itself."""

from polder.governance.importing.commands import read_command

read_command(prog_name="polder matrix read")
