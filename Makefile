# Two commands on a fresh machine with Python 3.11+ (with venv) and make: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TESTS ?= tests --ignore=tests/e2e --ignore=tests/bench --ignore=tests/fuzz

.PHONY: run test check fuzz e2e bench messages pins clean

run: export DEBUG ?= 1
run: $(VENV)/.runtime
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py demo
	@exec $(BIN)/python manage.py serve

test: $(VENV)/.runtime
	$(BIN)/python -m pytest -n auto -q $(TESTS)

check: export DJANGO_SETTINGS_MODULE = tests.settings
check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check templates
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	@$(BIN)/python .ci/audit.py requirements.txt
	@$(BIN)/python .ci/pins.py requirements-dev.in

fuzz: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto -q tests/fuzz

e2e: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 -q tests/e2e

# Loads 1,000 and 100,000 tickets; BENCH_SIZES=1000,100000,1000000 takes half an hour and 12 GB more.
bench: $(VENV)/.dev
	$(BIN)/python -m pytest -q tests/bench

# Needs Debian's gettext.
messages: export DJANGO_SETTINGS_MODULE = tests.settings
messages: $(VENV)/.runtime
	$(BIN)/python manage.py makemessages --locale tr --no-obsolete --no-wrap --add-location file --ignore $(VENV) --ignore var --ignore tests
	$(BIN)/python manage.py compilemessages --ignore $(VENV)

pins: $(VENV)/.dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-semantic.in -o requirements-semantic.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

# Installed only when the pins changed.
$(VENV)/.runtime: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
