# run, test, check: each makes .venv and installs what it needs when that is missing.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check lint accuracy bench gate country soak cluster

run: $(READY)
	@$(BIN)/xxgk run

test: check

check: $(READY) lint
	$(BIN)/pytest

# How many printed cells come out right, on 2,000 generated documents and on real answers.
accuracy: $(READY)
	@$(BIN)/python -m tests.accuracy

# How fast documents are read, beside what others take; the gate under load; fetching.
bench: $(READY)
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_gate
	@$(BIN)/python -m tests.bench_fetch

# What takes minutes by its nature: schedules, twenty nights under readers, shapes drawn anew, and
# crawls and nights killed at thirty random moments that end as those that never were.
soak: $(READY)
	$(BIN)/pytest -m soak
	$(BIN)/pytest -m hypothesis --hypothesis-profile=search
	@$(BIN)/python -m tests.killing
	@$(BIN)/python -m tests.soak

# Whether the gate finds each break planted in 10,000 reports and nothing else, and in what time.
gate: $(READY)
	@$(BIN)/python -m tests.bench_gate

# What a whole country takes, 30,000 reports: the night, each question of the cookbook, the site.
country: $(READY)
	@$(BIN)/python -m tests.bench_country

# Whether a Dask cluster makes the warehouse of one machine, also with a worker killed; what each takes.
cluster: $(READY)
	@$(BIN)/python -m tests.cluster

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 1 sql

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "xxgk needs Python 3.11: set PYTHON=/path/to/python3.11"; exit 2; }
	@echo "Installing into $(VENV) (about 750 MB, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
