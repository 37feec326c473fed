# garde: `make demo` shows it, `make test` checks it. Needs python3 (3.11 or newer), make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEMO := .demo

.DEFAULT_GOAL := help
.PHONY: help install demo test test-all lint bench system-tools javascript-tools clean

help: ## What can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(VENV)/installed ## A virtual environment with everything needed to run

$(VENV)/bin/python:
	@.ci/make-venv "$(PYTHON)" "$(VENV)"

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-for-tests: $(VENV)/installed
	$(PIP) install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@

demo: $(VENV)/installed ## An invented basin with a year of rotas, served on 127.0.0.1:8000
	@mkdir -p $(DEMO)
	GARDE_DATABASE_URL=sqlite:///$(DEMO)/garde.db $(BIN)/garde demo --publish --feeds $(DEMO)/feeds

# Also where the surroundings forbid it: otherwise each process that a test starts compiles garde anew.
test test-all: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/installed-for-tests system-tools javascript-tools ## The tests
	$(BIN)/python -m pytest -m 'not long' -n auto

test-all: $(VENV)/installed-for-tests system-tools javascript-tools ## Also the long property, load and fuzz runs
	GARDE_LONG=1 $(BIN)/python -m pytest -n auto

lint: $(VENV)/installed-for-tests ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-for-tests ## Measures speed; prints ratios
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python benchmarks/feeds.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/lookup.py
	$(BIN)/python benchmarks/site.py

system-tools:
	@.ci/system-tools

javascript-tools: system-tools
	@.ci/javascript-tools

clean: ## Removes what was made
	rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis .javascript-tools
