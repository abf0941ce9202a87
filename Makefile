# Zeren: set-up, run, tests. `make help` lists what there is.
#
# Every path is relative and every tool is called as `python -m …`, so that a checkout may lie under a path with spaces or
# Chinese characters. Name another Python with `make run PYTHON=python3.12`.

SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input install -q -c constraints.txt
ARGS ?=

.PHONY: help run ocr load stop test browser neo4j lint types format docs pins bench clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.runtime  ## set up, load the five plans, open the app in the browser
	@$(PY) cli.py app $(ARGS)

ocr: $(VENV)/.runtime  ## install what scanned pages need (recognition of print, works offline)
	@$(PIP) -r requirements-ocr.txt

load: $(VENV)/.runtime  ## load the files or folders named in ARGS (default: data/plans)
	@$(PY) cli.py load $(or $(ARGS),data/plans)

stop: $(VENV)/.runtime  ## stop the embedded graph server
	@$(PY) cli.py stop

test: $(VENV)/.dev browser neo4j  ## install what the tests need and run them all (ARGS goes to pytest)
	@$(PY) -m pytest -n 3 --no-loadscope-reorder $(ARGS)

browser:
	@sh .ci/browser

neo4j:
	@sh .ci/neo4j >/dev/null

lint: $(VENV)/.dev  ## ruff: rules and layout
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: $(VENV)/.dev  ## mypy --strict
	@$(PY) -m mypy --strict

format: $(VENV)/.dev  ## put imports and layout in order
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

docs: $(VENV)/.runtime  ## write the tables that the README derives from the schema and the questions
	@$(PY) docs/tables.py

pins: requirements-dev.txt requirements.txt  ## install the requirements without constraints.txt and write it anew
	@sh .ci/venv "$(PYTHON)" $(VENV)
	@$(PY) -m pip --disable-pip-version-check --no-input install -q -r requirements-dev.txt
	@{ head -n 1 constraints.txt; $(PY) -m pip freeze | grep == | sort -f; } > constraints.new && mv constraints.new constraints.txt

bench: $(VENV)/.dev  ## measure what the README states
	@$(PY) -m benchmarks.quality
	@$(PY) benchmarks/run.py $(ARGS)

clean:  ## remove what was installed and cached (not the graph: that is data/graph)
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp a set of requirements: newer than its lists means installed.
$(VENV)/.runtime: requirements.txt constraints.txt
	@sh .ci/venv "$(PYTHON)" $(VENV)
	@echo "Installing the packages of requirements.txt: a minute or two the first time."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@echo "Installing the packages of requirements-dev.txt."
	@$(PIP) -r requirements-dev.txt
	@touch $@
