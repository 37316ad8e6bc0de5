# One door to the tools: make setup run check fix test bench. SUITE= picks a part of test's and bench's work.
PYTHON3 ?= python3
PYTHON := .venv/bin/python
PACKAGES := config accounts voices documents synthesis analytics lib speech
TYPED := $(PACKAGES) deploy tests/services.py
WORKERS ?= 2
SUITE ?=

# Settings as in production, with nothing real in them: for checks that only read them.
PRODUCTION = DEBUG=false HTTPS=true ALLOWED_HOSTS=giong.example SITE_URL=https://giong.example TRUSTED_PROXIES=1 \
	SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	DATABASE_URL=postgres://giong@postgres/giong REDIS_URL=redis://redis:6379/0 EMAIL_URL=smtp://mail:25 \
	DEFAULT_FROM_EMAIL=giong@giong.example EMAIL_VERIFICATION=mandatory VAR_DIR=var/check

.PHONY: setup run check fix test bench tools lint types site-checks drawings sizes

setup:  ## install all that the site needs; TORCH_INDEX= is a package index with CPU builds of torch
	@$(PYTHON3) -m deploy.local setup

run:  ## start the site; PORT=, HOST=, VAR_DIR= and every setting of docs/settings.md may be given
	@$(PYTHON3) -m deploy.local run

tools:
	@$(PYTHON3) -m deploy.local tools

check: tools lint types site-checks drawings sizes  ## everything that reads the code without running it

lint:
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet

sizes:  ## budgets, lock files, Dockerfile and compose file
	$(PYTHON) -m pytest -q $(addprefix tests/tools/test_,budgets.py lock_files.py compose.py)

types:
	.venv/bin/mypy $(TYPED)

site-checks:
	VAR_DIR=var/check $(PYTHON) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

drawings:  ## pages of docs/ that are drawn from the code have to be what the code draws now
	VAR_DIR=var/check $(PYTHON) manage.py draw_states --check
	VAR_DIR=var/check $(PYTHON) manage.py draw_settings --check
	$(PYTHON) -m deploy.licences --check

fix: tools  ## format, repair what can be repaired, draw the drawn pages again
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	-.venv/bin/djlint templates --reformat --quiet  # ends with 1 when it changed something
	VAR_DIR=var/check $(PYTHON) manage.py draw_states
	VAR_DIR=var/check $(PYTHON) manage.py draw_settings
	$(PYTHON) -m deploy.licences

# The faults strike a short while among all tests, and for long when they are asked for by name (docs/faults.md).
test: tools  ## all tests on PostgreSQL, then the main path on SQLite; SUITE=speech, test_claims.py or faults: that only
ifeq ($(SUITE),faults)
	GIONG_FAULTS=full $(PYTHON) -m pytest tests/faults
else
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadgroup tests/$(SUITE)
endif
ifeq ($(SUITE),)
	GIONG_TEST_DB=sqlite $(PYTHON) -m pytest tests/test_main_path.py
endif

bench: tools  ## figures, not verdicts; SUITE=pages runs benchmarks/pages.py
	$(PYTHON) -m benchmarks$(if $(SUITE),.$(SUITE))
