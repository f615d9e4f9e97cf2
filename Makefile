# Two commands do everything on a machine with Python 3.11 or newer, git and make: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPARK := $(VENV)/.spark-installed

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow lint format bench bench-import docs gallery screenshots build clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; say `make PYTHON=python3.11 …`" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

demo: $(STAMP) ## Set up, then run the main job on a copy of the shipped workspace
	@sh docs/demo.sh "$(CURDIR)/$(BIN)"

test: $(STAMP) ## Set up, then run linters, types, import contracts and the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

$(SPARK): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,spark]' \
		|| echo "pyspark could not be installed: its tests are skipped"
	@touch $(SPARK)

test-slow: $(SPARK) ## The tests that take long; installs Spark (450 MB), which needs Java to run
	$(BIN)/python -m pytest -m slow

format: $(STAMP) ## Put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## Measure speed and memory, and write docs/benchmarks.md
	$(BIN)/python benchmarks/run.py --write docs/benchmarks.md

bench-import: $(STAMP) ## Measure how well and how fast reports are imported, and write docs/importing-measured.md
	$(BIN)/python benchmarks/importing.py --write docs/importing-measured.md

docs: $(STAMP) ## Write the outputs in README.md and docs/ again from the commands that make them
	$(BIN)/python docs/generate.py

gallery: $(STAMP) ## Make docs/gallery/*.svg and the gallery in docs/tables.md from synthetic reviews
	$(BIN)/python docs/gallery.py

screenshots: $(STAMP) ## Make docs/screenshots: of the coding screen, and of a report of synthetic reviews
	$(BIN)/python docs/screenshots.py

build: $(STAMP) ## Build the wheel and the source archive
	$(BIN)/python -m build --outdir dist

clean: ## Remove everything that was made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache data/.scr-cache
