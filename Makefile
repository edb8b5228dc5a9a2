# Polder. `make` alone lists what there is. Works with GNU make 3.81 (macOS) and any POSIX shell.

SHELL = /bin/sh
PORT ?=
SIZE ?= S
ONLY ?=
RUN = .venv/bin

SOURCES = src tests bench scripts

.PHONY: help demo demo-reset test lint format look bench words migrations clean

help:  ## List these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo:  ## Start the demo organisation and print its address (PORT=8001 for another port)
	@sh scripts/bootstrap.sh run
	@umask 077; exec $(RUN)/polder demo $(if $(PORT),--port "$(PORT)")

demo-reset:  ## The same, with the demo organisation made anew
	@sh scripts/bootstrap.sh run
	@umask 077; exec $(RUN)/polder demo --reset $(if $(PORT),--port "$(PORT)")

test:  ## Everything CI runs: lint, all tests on SQLite, and on PostgreSQL where there is one
	@sh scripts/bootstrap.sh dev
	@umask 022; exec $(RUN)/python scripts/check.py

lint:  ## Only what needs no test to run: ruff, mypy, floors, templates, migrations, lock file
	@sh scripts/bootstrap.sh dev
	@umask 022; exec $(RUN)/python scripts/check.py lint

format:  ## Bring code and templates into shape
	@sh scripts/bootstrap.sh dev
	@$(RUN)/ruff check --quiet --fix $(SOURCES); $(RUN)/ruff format --quiet $(SOURCES)
	@find src -name '*.html' -path '*/templates/*' -exec $(RUN)/djade --target-version 6.1 {} +

look:  ## A picture of every screen and what axe says of it, into var/look/ (ONLY=matrix, QUICK=1)
	@sh scripts/bootstrap.sh dev
	@umask 077; exec $(RUN)/python -m tests.look $(if $(ONLY),--only "$(ONLY)") $(if $(QUICK),--quick)

bench:  ## Measure the scenarios in bench/ (SIZE=S, M or L)
	@sh scripts/bootstrap.sh dev
	@umask 077; exec $(RUN)/python -m bench --size "$(SIZE)"

words:  ## Gather the sentences to translate and compile the Dutch ones (needs gettext)
	@sh scripts/bootstrap.sh dev
	@umask 022; exec $(RUN)/python scripts/words.py

migrations:  ## Make the migrations that the models ask for, in line
	@sh scripts/bootstrap.sh dev
	@umask 022; $(RUN)/python -m django makemigrations --settings tests.settings --pythonpath .
	@umask 022; exec $(RUN)/python scripts/prepared.py

clean:  ## Remove what was installed and made here; the data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov dist var/tools var/look
	@rm -f .coverage .coverage.*
	@find $(SOURCES) -type d -name __pycache__ -prune -exec rm -rf {} +
