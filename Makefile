# Everything a person types. Each target can be repeated, and says in one sentence what is missing.
#
#   make run        the site with both programmes, on http://127.0.0.1:8000 (HOST and PORT move it)
#   make test       the tests, on SQLite (TEST_DATABASE_URL and TEST_REDIS_URL run them on PostgreSQL and Redis)
#                   one of them, in seconds: make test ARGS="--reuse-db -n 0 tests/phases/test_reach.py::test_x"
#                   in random order, with its seed: make test ARGS="-p randomly"
#   make journeys   what people do, in a real Chromium
#   make proofs     every test on PostgreSQL and Redis, and what takes long: kills, restores, simulations, grown sets
#   make check      linters, formatters, types, the order of the rooms, migrations, settings for production
#   make fix        what of that can be mended by itself
#   make bench      how fast the public pages are, beside a bare Django; and the desk at 5,000 pieces
#   make bench-outbox  messages a second through the outbox, beside a bare smtplib loop
#   make bench-lists  every list of the desk with 5,000 rows in it: at most 300 milliseconds a page
#   make bench-posters 150 telephones hand in a poster within ten seconds, and tap twice
#   make pictures   the pictures of README and docs, taken anew; what looks the same is left as it is
#   make pins       compiles pyproject.toml into the two requirements files
#   make system     Debian's packages that all of this can use (asks first; YES=1 does not)

PYTHON ?= python3
BIN := .venv/bin
# More for pytest: make test ARGS="-k outbox"
ARGS ?=

# Python packages need these libraries, tests and CI the programs. chromium carries its own fonts' renderer, not fonts.
SYSTEM_PACKAGES := python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
	fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji chromium postgresql redis-server poppler-utils wrk nginx-light caddy

# A place like production, for `check --deploy`: nothing in it is reached.
PRODUCTION := ENV_FILE=/dev/null DEMO=false DEBUG=false ALLOWED_HOSTS=throughline.example.org \
	SECRET_KEY=0123456789-abcdefghijklmnopqrstuvwxyz-this-is-not-a-real-one \
	DATABASE_URL=postgres://throughline:none@127.0.0.1/throughline REDIS_URL=redis://127.0.0.1:6379/0 \
	EMAIL_URL=smtp://127.0.0.1:25 DATA_DIR=data/check

.PHONY: help setup run test journeys proofs check fix bench bench-lists bench-outbox bench-posters pictures pins system
.DEFAULT_GOAL := help

help:
	@sed -n '2,/^$$/s/^# \{0,1\}//p' Makefile

setup: .venv/installed .env

.venv/installed: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Throughline needs Python 3.11 or newer as $(PYTHON); install it, or name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make a virtual environment; 'make system' installs what is missing (python3-venv)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the Python packages of requirements-dev.txt into .venv (a minute or two, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt || \
		{ echo "The Python packages could not be installed; see pip's message above, then run this again."; exit 1; }
	@touch $@

.env: | .venv/installed
	@$(BIN)/python -m config.dotenv

run: setup
	@$(BIN)/python -m config.run

test: setup
	@$(BIN)/python -m pytest --ignore=tests/journeys --durations=10 $(ARGS)

journeys: setup
	@$(BIN)/python -m pytest tests/journeys $(ARGS)

proofs: setup
	@tools/with_servers $(BIN)/python -m pytest --ignore=tests/journeys --durations=10 -m "" $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/djlint --quiet --check templates || { $(BIN)/djlint --check templates | grep '^templates/'; \
		echo "These templates are not as the formatter writes them; 'make fix' mends that."; exit 1; }
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --warn --reformat templates

bench: setup
	@command -v wrk >/dev/null || { echo "make bench needs wrk; 'make system' installs it."; exit 1; }
	@$(BIN)/python -m bench.web
	@$(BIN)/python -m bench.desk

bench-outbox: setup
	@$(BIN)/python -m bench.outbox

bench-lists: setup
	@$(BIN)/python -m bench.lists

bench-posters: setup
	@$(BIN)/python -m bench.posters

# ARGS names another folder than docs/images.
pictures: setup
	@$(BIN)/python -m tools.pictures $(ARGS)

# uv is no part of what runs: install it by hand when a range in pyproject.toml has changed.
pins:
	@command -v uv >/dev/null || { echo "make pins needs uv; 'pip install uv' brings it."; exit 1; }
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-emit-find-links -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-emit-find-links -o requirements-dev.txt

system:
	@command -v apt-get >/dev/null || \
		{ echo "make system knows Debian and Ubuntu only; install these by your own means: $(SYSTEM_PACKAGES)"; exit 1; }
	@echo "This installs with apt-get: $(SYSTEM_PACKAGES)"
	@test -n "$(YES)" || { printf "Go on? [y/N] "; read -r answer; test "$$answer" = y; }
	@root=""; test "$$(id -u)" = 0 || root=sudo; \
		$$root apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends $(SYSTEM_PACKAGES)
