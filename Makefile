# Two commands on a fresh machine: `make demo` shows a report, `make test` runs every check. PYTHON=python3.13 chooses the Python.

VENV ?= .venv
BIN := $(VENV)/bin

# The environment that is there keeps its Python; another one is made anew.
PYTHON ?= $(if $(wildcard $(VENV)/.python-*),$(BIN)/python,python3)
TAG := $(shell $(PYTHON) -c 'import sys; print("py%d%d" % sys.version_info[:2])')

# The versions that this Python's tests run with, build tools included; for a Python that has no such file, torch alone.
CONSTRAINTS ?= $(or $(wildcard constraints/$(TAG).txt),constraints.txt)
PIP = PIP_CONSTRAINT=$(CONSTRAINTS) PIP_BUILD_CONSTRAINT=$(CONSTRAINTS) \
	$(BIN)/python -m pip --disable-pip-version-check --quiet

# What is imported again and again is compiled once, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

DEMO := .demo

SPEECHES := $(wildcard examples/speeches/*)
DERIVED_FROM := $(wildcard models/static-zh-en/* models/background/* simcheck/text/*.py)

# What an installation compiles, where there is a C compiler.
TYPED := $(wildcard simcheck/*/*.pxd simcheck/*/*/*.pxd)
COMPILED := hatch_build.py $(TYPED) $(TYPED:.pxd=.py)

.PHONY: demo test pytest pytest-long lint audit test-lowest test-newest constraints upgrade docs refresh bundle clean

# A draft that fails the gate (1) is what the demo shows; a draft that could not be checked (2, 3) is an error.
demo: $(DEMO)/.stamp
	@$(BIN)/simcheck examples/drafts/edited.txt --corpus $(DEMO)/corpus || test $$? -eq 1

$(DEMO)/.stamp: $(VENV)/.installed $(SPEECHES) $(DERIVED_FROM)
	rm -rf $(DEMO)/corpus
	$(BIN)/simcheck corpus add examples/speeches --corpus $(DEMO)/corpus
	@touch $@

test: lint pytest

pytest: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

# Faults of real processes, again and again. Those of a cluster come last and alone: Ray wants the machine for itself.
CLUSTER := tests/test_cluster.py tests/test_cluster_faults.py
pytest-long: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -m long -n 2 --dist loadfile $(CLUSTER:%=--ignore=%)
	$(BIN)/python -m pytest -q -m long $(CLUSTER)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# All packages against the known vulnerabilities, those of the index that pip is told to use. Where the index, or the
# service with the vulnerabilities, cannot be asked, that is said and is no failure.
AUDIT_ARGS ?= --progress-spinner off
audit: $(VENV)/.installed-dev
	@$(BIN)/pip install --quiet -c $(CONSTRAINTS) pip-audit || { echo "pip-audit cannot be installed here"; exit 0; }; \
	$(BIN)/python ci/audit.py $(AUDIT_ARGS)

# The tests with the lowest versions that pyproject.toml allows, on the lowest Python.
test-lowest:
	@test $(TAG) = py311 || { echo 'the lowest versions are those of Python 3.11; set PYTHON=…' >&2; false; }
	$(MAKE) pytest PYTHON='$(PYTHON)' VENV=.venv-lowest CONSTRAINTS=constraints/lowest.txt

# Every check with the newest versions there are, to see what comes.
test-newest:
	rm -rf .venv-newest
	$(MAKE) test PYTHON='$(PYTHON)' VENV=.venv-newest CONSTRAINTS=constraints.txt

# Writes the versions of the tests for each Python. What is pinned stays as it is unless pyproject.toml asks for something else;
# `make upgrade` takes the newest of everything.
COMPILE = $(BIN)/uv pip compile --quiet --no-annotate --python-platform linux --constraint constraints.txt --extra dev pyproject.toml
export UV_CUSTOM_COMPILE_COMMAND := make constraints
constraints: $(VENV)/.installed-dev
	$(COMPILE) $(UPGRADE) --python-version 3.11 -o constraints/py311.txt
	$(COMPILE) $(UPGRADE) --python-version 3.12 -o constraints/py312.txt
	$(COMPILE) $(UPGRADE) --python-version 3.13 -o constraints/py313.txt
	$(COMPILE) --upgrade --python-version 3.11 --resolution lowest-direct -o constraints/lowest.txt

upgrade:
	$(MAKE) constraints UPGRADE=--upgrade

# The pages of docs/ as a site, in build/docs. A broken link fails.
docs: $(VENV)/.installed-dev
	$(BIN)/python docs/make/site.py build/docs

# Writes what the program says and what was measured into the documents anew.
refresh: $(VENV)/.installed-dev
	$(BIN)/python docs/make/refresh.py

$(VENV)/.python-$(TAG):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "simcheck needs Python 3.11 or newer; set PYTHON=…")'
	@echo 'Installing into $(VENV): this takes some minutes the first time.'
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# What the demo needs: no torch.
$(VENV)/.installed: $(VENV)/.python-$(TAG) $(CONSTRAINTS) pyproject.toml $(COMPILED)
	$(PIP) install --editable '.[documents]'
	@touch $@

# torch by itself and first: it must not be chosen by a package that depends on it.
$(VENV)/.torch: $(VENV)/.python-$(TAG) $(CONSTRAINTS)
	$(PIP) install torch
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.torch pyproject.toml $(COMPILED)
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.installed

# A folder that installs without a network, for Linux and Windows: `make bundle BUNDLE='--python 3.12 --torch'`.
bundle: $(VENV)/.installed-dev
	$(BIN)/python bundle/build.py build/bundle $(BUNDLE)

clean:
	rm -rf $(VENV) .venv-* .demo build dist simcheck/align/loops/*.so simcheck/corpus/*.so .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
