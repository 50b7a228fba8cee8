# Two commands on a fresh machine: `make demo` shows a report, `make test` runs every check.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := .demo

SPEECHES := $(wildcard examples/speeches/*)
DERIVED_FROM := $(wildcard models/static-zh-en/* models/background/* simcheck/text/*.py)

# What an installation compiles, where there is a C compiler.
COMPILED := hatch_build.py simcheck/align/kernel.c simcheck/align/loops.py simcheck/align/loops.pxd

.PHONY: demo test lint docs clean

# A draft that fails the gate (1) is what the demo shows; a draft that could not be checked (2, 3) is an error.
demo: $(DEMO)/.stamp
	@$(BIN)/simcheck examples/drafts/edited.txt --corpus $(DEMO)/corpus || test $$? -eq 1

$(DEMO)/.stamp: $(VENV)/.installed $(SPEECHES) $(DERIVED_FROM)
	rm -rf $(DEMO)/corpus
	$(BIN)/simcheck corpus add examples/speeches --corpus $(DEMO)/corpus
	@touch $@

test: lint
	$(BIN)/python -m pytest -q -n auto

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The reference of every public name, in build/docs.
docs: $(VENV)/.installed-dev
	$(BIN)/python docs/reference.py build/docs

# torch by itself and first: it must not be chosen by a package that depends on it.
$(VENV)/.torch: constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "simcheck needs Python 3.11 or newer; set PYTHON=…")'
	@echo 'Installing into $(VENV): this takes some minutes the first time.'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt torch
	@touch $@

$(VENV)/.installed: $(VENV)/.torch pyproject.toml $(COMPILED)
	$(PIP) install -c constraints.txt --editable '.[documents]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.torch pyproject.toml $(COMPILED)
	$(PIP) install -c constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) .demo build dist simcheck/align/_kernel.so simcheck/align/loops.*.so .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
