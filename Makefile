# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --no-input --require-hashes -qq

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test test-fast test-pg check fmt lint floors migrations-check deploy-check security pins clean bench

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

run: install .env ## Run the site with its example on 127.0.0.1 (PORT=8000)
	@$(PY) scripts/run_demo.py "$(PORT)"

test: install-dev ## Run every test: in a browser, on SQLite and on PostgreSQL
	@$(PY) scripts/browser.py
	@$(PY) scripts/run_tests.py $(ARGS)

test-fast: install-dev ## Run the tests that need no browser, on SQLite
	@$(PY) -m pytest -m "not browser" $(ARGS)

test-pg: install-dev ## Run the tests on a throw-away PostgreSQL
	@$(PY) scripts/with_postgres.py $(PY) -m pytest -m "(not browser or browser_pg) and not sqlite" $(ARGS)

bench: install-dev ## Measure pages on both databases, printed reports, and slow clients (some minutes)
	@$(PY) bench/pages.py $(ARGS)
	@$(PY) scripts/with_postgres.py $(PY) bench/pages.py $(ARGS)
	@$(PY) bench/reports.py
	@$(PY) bench/slow_clients.py

check: lint floors migrations-check deploy-check security ## Run every gate that CI runs, tests aside

lint: install-dev ## Check format and lint
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .

fmt: install-dev ## Format the code and mend what the linter can mend
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

floors: install-dev ## Check that imports only point downwards
	@$(VENV)/bin/lint-imports

migrations-check: install-dev ## Check that no migration is missing
	@$(PRODUCTION) $(PY) manage.py makemigrations --check --dry-run

deploy-check: install-dev ## Check the settings as production has them
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

security: install-dev ## Look for risky code and broken requirements
	@$(PY) -m bandit -q -ll -c pyproject.toml -r actionplan naringsliv scripts manage.py
	@$(PY) -m pip --disable-pip-version-check check

pins: install-dev ## Write requirements*.txt anew from requirements*.in (needs uv)
	uv pip compile -q $(PINS) requirements.in -o requirements.txt
	uv pip compile -q $(PINS) requirements-dev.in -o requirements-dev.txt

clean: ## Remove what can be made again; the database and .env stay
	rm -rf $(VENV) staticfiles staticfiles-manifest test-results .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov

install: $(VENV)/.runtime
install-dev: $(VENV)/.dev

$(VENV)/.made:
	@scripts/make_venv.sh $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.txt $(VENV)/.made
	@echo "Installerar paket …"
	@$(PIP) -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.made
	@echo "Installerar paket för utveckling …"
	@$(PIP) -r $<
	@touch $@ $(VENV)/.runtime

.env: | install
	@$(PY) scripts/write_env.py $@

PINS := --universal --python-version 3.11 --no-header --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links
# Production's variables, with a key made for this one command; nothing is connected to.
PRODUCTION = SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	ALLOWED_HOSTS=plan.example.se DATABASE_URL=sqlite://:memory: DEMO=0 DEBUG=0 HTTPS=1
