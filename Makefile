# Two commands do everything on a fresh machine: make run, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: install run test unit postgres browser lint types docs audit clean

install: $(STAMP)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "paiban needs Python 3.11 or newer; found " + sys.version.split()[0] + " (set PYTHON=...)")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP)

run: install
	$(BIN)/paiban demo

test: install lint types unit postgres browser

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

unit: install
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser"

postgres: install
	.ci/postgres $(BIN)/python -m pytest -k "database or leave_desk" tests/scheduler/store

browser: install
	@.ci/chromium
	$(BIN)/python -m pytest -m browser

docs: install
	$(BIN)/python -m scheduler.docs

# Minutes long: is each test that the regulation's coverage names able to fail?
audit: install
	$(BIN)/python -m tests.audit

clean:
	rm -rf $(VENV) build dist *.egg-info
