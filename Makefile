# Each target is one command. `make run` needs only Python 3.11 or later, git and make.

PYTHON ?= python3
BIN := .venv/bin
ENV := .venv/pyvenv.cfg
RUN := .venv/installed-run
DEV := .venv/installed-dev
# the tools read the settings, but must not make keys or a database to do so
SETTINGS := ZVAROT_SECRET_KEY=only-for-checks-and-never-for-a-site ZVAROT_DATA_DIR=.venv/checks

.PHONY: run test check bench docs migrations messages new-kind packages help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

run: $(RUN) ## everything on this machine, with a demonstration
	@$(BIN)/zvarot run

test: $(DEV) packages ## the whole suite, on SQLite and on PostgreSQL
	@scripts/test

check: $(DEV) ## format, lint, types, import rules, migrations, docs, licences
	@$(SETTINGS) scripts/check

bench: $(DEV) ## how fast the front takes signatures
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.ledger
	@$(BIN)/python -m bench.replay

docs: $(DEV) ## the documentation, into docs/_build
	@$(BIN)/sphinx-build -q -W --keep-going docs docs/_build

migrations: $(DEV) ## write the migrations that changed models need
	@$(SETTINGS) $(BIN)/zvarot manage makemigrations

messages: $(DEV) ## bring the translations in step with the texts
	@$(BIN)/python scripts/messages.py

new-kind: ## NAME=phone-call: a new kind of action, copied from the petition
	@$(PYTHON) scripts/new_kind.py "$(NAME)"

packages:
	@scripts/packages

$(ENV):
	@scripts/environment $(PYTHON)

$(RUN): requirements.txt pyproject.toml | $(ENV)
	@scripts/install requirements.txt $@

$(DEV): requirements-dev.txt pyproject.toml | $(ENV)
	@scripts/install requirements-dev.txt $@
