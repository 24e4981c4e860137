# make demo: set up and align the first example pair.  make test: set up and run all tests.
# make quick: the tests that are not marked slow, with fewer examples.  make lint: formatting, lint, types.
# make check: lint and test.  make docs: the documentation as a site, in site/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := demo
# Two tests at a time, each with one thread of linear algebra: two would wait for each other.
PYTEST := OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist worksteal
# Tests that load torch are left out: the loading alone takes as long as a third of the others.
QUICK := -m 'not slow' --ignore=tests/models
# Compiled tests are kept: without them each run compiles all of them anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test quick lint check docs setup clean

demo: $(READY)
	@mkdir -p $(DEMO)
	@echo '$$ align files seeds/01-flood.ru.txt seeds/01-flood.kk.txt -o $(DEMO)/pairs.tsv --rest $(DEMO)/rest.tsv'
	@$(BIN)/align files seeds/01-flood.ru.txt seeds/01-flood.kk.txt -o $(DEMO)/pairs.tsv --rest $(DEMO)/rest.tsv
	@echo; echo '$$ cut -f 7,8,10,11 $(DEMO)/pairs.tsv | head -n 6'
	@cut -f 7,8,10,11 $(DEMO)/pairs.tsv | head -n 6
	@echo; echo '$$ cut -f 7,9,10,11 $(DEMO)/rest.tsv'
	@cut -f 7,9,10,11 $(DEMO)/rest.tsv

test: $(READY)
	@$(PYTEST)

quick: $(READY)
	@HYPOTHESIS_PROFILE=quick $(PYTEST) $(QUICK)

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

check: lint test

docs: $(READY)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo 'make: open site/index.html'

setup: $(READY)

# The mark is written last: a set-up that was broken off is done again.
# torch comes first and alone, so that nothing asks for a build with CUDA.
$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "make: no $(PYTHON); install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is older than 3.11; set PYTHON=" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

clean:
	rm -rf $(VENV) $(DEMO) site
