# Two commands on a fresh machine with Python 3.11 or later and make:  make run  and  make test
PYTHON3 ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint docs bench clean

run: $(VENV)/.run ## the main job: Mars 1, into out/mars1/
	$(BIN)/linkbudget run mars1 -o out/mars1

test: $(VENV)/.test lint docs ## everything: lint, layers, docs, then unit, reference, doctests, examples, configs, names
	$(BIN)/pytest

lint: $(VENV)/.test ## style and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

docs: $(VENV)/.test ## the site, into docs/_build/html/; warnings are errors
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

bench: $(VENV)/.test ## speed, as ratios from one run
	$(BIN)/python benchmarks/speed.py

clean:
	rm -rf $(VENV) out docs/_build docs/learn/gallery docs/lookup/api

$(VENV)/.run: pyproject.toml
	$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "linkbudget needs Python 3.11 or later; say make PYTHON3=...")'
	test -d $(VENV) || $(PYTHON3) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.test: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --editable ".[dev,docs]"
	touch $@
