"""The `polder` command line: which command stands where. Nothing is imported before it is asked for."""

import click

from polder.config.lazy import Entry, LazyGroup, Need

MATRIX = {
    "read": Entry(
        "polder.governance.importing.commands:read_command",
        "Show what the importer understands of a spreadsheet.",
        Need.NOTHING,
    ),
    "import": Entry(
        "polder.governance.importing.drafting_command:import_", "Make a draft change set from a spreadsheet."
    ),
    "export": Entry("polder.governance.exporting.commands:export", "Write the matrix as .xlsx, .csv or .md."),
    "lint": Entry("polder.governance.commands:lint", "List the findings of the matrix."),
}

matrix = LazyGroup(name="matrix", entries=MATRIX, help="Read, import, export and check the matrix.")

_GOVERN, _RUN = "Govern", "Run"

POLDER = {
    "org": Entry("polder.governance.commands:org", "Load and export the organisation as one file.", heading=_GOVERN),
    "mandate": Entry("polder.governance.commands:mandate", "Ask who may do what, and why.", heading=_GOVERN),
    "matrix": Entry(
        "polder.config.commands:matrix", "Read, import, export and check the matrix.", Need.ITS_OWN, _GOVERN
    ),
    "rehearse": Entry(
        "polder.capabilities.rehearsing.commands:rehearse",
        "Play written scenarios of the agreement, with simulated time.",
        Need.THROW_AWAY,
        _GOVERN,
    ),
    "reply": Entry(
        "polder.features.bodies.commands:reply", "Count answers to invitations that came by mail.", heading=_RUN
    ),
    "ledger": Entry(
        "polder.ground.ledger.commands:ledger", "Prove that no event was changed or dropped.", heading=_GOVERN
    ),
    "operator": Entry("polder.ground.organisation.commands:operator", "Name who runs this installation.", heading=_RUN),
    "invite": Entry("polder.ground.organisation.commands:invite", "Print a code to sign in with once.", heading=_RUN),
    "serve": Entry("polder.config.serving:serve", "Run the web and the worker together.", heading=_RUN),
    "web": Entry("polder.config.web:web", "Answer browsers.", Need.SETTINGS, _RUN),
    "worker": Entry("polder.config.working:worker", "Do what follows from events.", Need.SETTINGS, _RUN),
    "check": Entry(
        "polder.config.checking:check", "Say what is configured, what is missing, how to mend it.", Need.SETTINGS, _RUN
    ),
    "migrate": Entry("polder.config.upgrading:migrate", "Bring the database up to this version.", Need.SETTINGS, _RUN),
    "demo": Entry("polder.config.demonstrating:demo", "Show Polder with a made-up organisation.", heading=_RUN),
    "completion": Entry(
        "polder.config.completion:completion", "Let your shell complete polder's commands.", Need.NOTHING, _RUN
    ),
}

polder = LazyGroup(
    name="polder",
    entries=POLDER,
    help="""An intranet in which the RACI matrix is the machine.

\b
  polder org load organisation.json
  polder mandate explain kim publish homepage
  polder serve

State lives in POLDER_HOME (./var when not set) and is made when it is missing.
Exit status: 0 done or yes; 1 a no, a finding, a difference; 2 the question or the file itself is wrong.""",
    context_settings={"max_content_width": 100},
)
polder = click.version_option(package_name="polder")(polder)
