# From a machine with only Python (3.11 or newer) and make to a running swsim.
# All paths are relative, so that a checkout may lie in a folder with spaces.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check -qq \
	-c constraints.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test evidence check format deps clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'Another Python:         make PYTHON=python3.12 demo'
	@echo 'Some of the tests only: make test ARGS="tests/domain -k money"'
	@echo 'One after the other:    make test ARGS="-n 0"'

demo: $(VENV)/.installed ## play two scenarios: one shipment as a story, two regions
	@$(BIN)/swsim demo

# A process for each core and one more; whoever is done takes over half of what another has left.
# The tests start swsim some hundred times: it is compiled once, whatever the environment wants.
test: $(VENV)/.installed-dev $(if $(CI),deps) ## all tests, the quick ones first
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

evidence: $(VENV)/.installed-dev ## full-size chaos, brokers and benches -> docs/evidence
	@PYTHONPATH=tests $(BIN)/python tools/make_evidence.py $(ARGS)

check: $(VENV)/.installed-dev ## lint, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.installed-dev ## format the code, mend what ruff can mend
	@$(BIN)/ruff check --fix --exit-zero .
	@$(BIN)/ruff format .

deps: ## install the system packages of the tests: Mosquitto, Chromium
	@sh tools/system_packages.sh

clean: ## remove .venv, caches and builds; runs/ stays
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find swsim tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: installed again when the dependencies change, not at every call.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing swsim into $(VENV), which takes about a minute, once ...' >&2
	@$(INSTALL) -e '.[web]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing swsim and its tests into $(VENV), about a minute, once ...' >&2
	@$(INSTALL) -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(BIN)/python:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo 'There is no "$(PYTHON)" here.' \
	  'Install Python 3.11 or newer, or name yours: make PYTHON=/path/to/python demo' \
	  >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "swsim needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" -V 2>&1)." \
	  'Name a newer one: make PYTHON=python3.12 demo' >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '$(PYTHON) cannot make virtual environments: its venv module is missing.' \
	  'On Debian and Ubuntu: sudo apt-get install python3-venv' >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear $(VENV)
