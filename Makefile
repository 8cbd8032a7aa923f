# Two commands on a fresh machine with Python 3.11 or later and make:  make run  and  make test
PYTHON3 ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test browser quick validate lint docs oldest pythons coverage release-check bench bench-cluster torture seeds clean

run: $(VENV)/.run ## the main job: Mars 1, into out/mars1/
	$(BIN)/linkbudget run mars1 -o out/mars1

unexport PYTHONDONTWRITEBYTECODE # tests start hundreds of processes, each of which would compile the package again

SIDE_BY_SIDE := -j 3 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

test: $(VENV)/.test ## lint, layers, docs, published numbers, then unit, reference, doctests, examples, configs
	$(MAKE) $(SIDE_BY_SIDE) JOBS=auto docs lint browser validate
	$(BIN)/pytest -n auto --dist loadscope

APT := DEBIAN_FRONTEND=noninteractive timeout 150 apt-get -qq -o Acquire::http::Timeout=10 -o Acquire::Retries=0
browser: ## Chromium, in which tests look at pages: from Debian's packages, where this user may install them
	@command -v chromium chromium-browser google-chrome > /dev/null \
	|| ($(APT) update && $(APT) install --yes --no-install-recommends chromium) > /dev/null 2>&1 \
	|| echo "no Chromium, and it cannot be installed here: pages are not looked at in a browser"

QUICK := tests/link tests/physics tests/hardware tests/plots/test_figures.py tests/test_names.py tests/test_parameters.py \
	tests/test_roots.py tests/test_docs.py::test_formula_sheet_has_a_place_for_every_module_with_equations
SLOW := $(addprefix tests/,physics/test_pulse_tables.py physics/test_video_picture.py physics/test_modulation.py \
	physics/test_analog.py physics/test_gases.py physics/test_pulse_position.py physics/test_pulse_clock.py \
	physics/test_pulse_picture.py physics/test_refraction.py physics/test_success_curves.py \
	hardware/test_map_folder.py link/test_attitude.py link/test_budget_sheet.py link/test_control_table.py)

quick: $(VENV)/.test ## an answer in less than a minute on two cores: lint, layers, types, and the quick tests of the lower layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -q -n 2 --dist loadscope $(QUICK) $(addprefix --ignore=,$(SLOW))

VALIDATION := $(or $(LINKBUDGET_VALIDATION_DIR),../shared/validation)
MAPS := $(or $(LINKBUDGET_MAPS),$(wildcard ../shared/maps))

validate: $(VENV)/.test ## every published number, where the folder that holds them is there
	@if [ -d "$(VALIDATION)" ]; then LINKBUDGET_MAPS="$(MAPS)" $(BIN)/python -m tests.validation "$(VALIDATION)"; \
	else echo "published numbers: no folder $(VALIDATION); not compared (LINKBUDGET_VALIDATION_DIR names another)"; fi

lint: $(VENV)/.test ## style, layers and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

JOBS := 1

docs: $(VENV)/.test ## the site, into docs/_build/html/, what has changed of it; warnings are errors; JOBS=auto uses all cores
	$(BIN)/sphinx-build -q -W --keep-going -j $(JOBS) -b html docs docs/_build/html

BOUNDED := $(QUICK) tests/mission tests/studies tests/faults tests/cli tests/test_command_line.py
OLDEST := .venv-oldest

oldest: ## quick tests, missions, studies, faults and commands with the lower bounds of pyproject.toml, on the oldest Python
	python3.11 -m venv --clear $(OLDEST)
	$(OLDEST)/bin/python .ci/oldest.py cluster maps test > $(OLDEST)/bounds.txt
	$(OLDEST)/bin/python -m pip install --quiet --requirement $(OLDEST)/bounds.txt --editable .
	$(OLDEST)/bin/pytest -q -n 2 --dist loadscope -W ignore::DeprecationWarning $(BOUNDED)

PYTHONS := 3.11 3.12 3.13 3.14

pythons: $(addprefix python-,$(PYTHONS)) ## quick tests with the newest packages, on each Python that is installed

python-%:
	@if ! python$* -c '' 2>/dev/null; then echo "python$*: not installed; not tested"; else set -ex; \
	test -d .venv-$* || python$* -m venv .venv-$*; \
	.venv-$*/bin/python -m pip install --quiet --upgrade --upgrade-strategy eager --editable ".[cluster,test]"; \
	.venv-$*/bin/pytest -q -n 2 --dist loadscope $(QUICK) $(addprefix --ignore=,$(SLOW)); fi

coverage: $(VENV)/.test ## share of the lines that the tests run, and the ten modules with the least
	$(BIN)/pytest -q -n auto --dist loadscope --cov --cov-report=
	$(BIN)/python .ci/coverage.py

release-check: $(VENV)/.test ## build source and wheel, look into both, and try the wheel in an environment of its own
	$(BIN)/python .ci/release.py

bench: $(VENV)/.test ## speed, as ratios from one run, beside an earlier commit and packages of the registry
	$(BIN)/python -m pip install --quiet --editable ".[cluster]"
	$(BIN)/python benchmarks/budget.py
	$(BIN)/python benchmarks/beside.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/atmosphere.py
	$(BIN)/python benchmarks/element_files.py
	$(BIN)/python benchmarks/orbit_files.py
	$(BIN)/python benchmarks/passes.py
	$(BIN)/python benchmarks/hardware_files.py
	$(BIN)/python benchmarks/studies.py
	$(BIN)/python benchmarks/lab.py
	$(BIN)/python benchmarks/commands.py

bench-cluster: $(VENV)/.test ## a sweep larger than its memory, on two workers of which one is killed; takes 3 GB of disk
	$(BIN)/python benchmarks/cluster.py

torture: $(VENV)/.test ## half an hour of kills, races, damaged stores and files changed at random; figures for the page Reliability
	$(BIN)/python -m tests.faults.torture --write docs/_data/reliability.json

seeds: $(VENV)/.test ## every kind of exercise with a thousand seeds
	LINKBUDGET_SEEDS=1000 $(BIN)/pytest -q -n auto tests/lessons/test_kinds_01_to_06.py tests/lessons/test_kinds_07_to_12.py

clean:
	rm -rf $(VENV) $(VENV)-* out dist docs/_build docs/learn/gallery docs/learn/lessons docs/lookup/api

CHECK_PYTHON := $(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "linkbudget needs Python 3.11 or later; say make PYTHON3=...")'
INSTALL := $(BIN)/python -m pip install --quiet --no-compile --editable # Python compiles what is imported

$(VENV)/.run: pyproject.toml
	$(CHECK_PYTHON)
	test -d $(VENV) || $(PYTHON3) -m venv $(VENV)
	$(INSTALL) .
	touch $@

$(VENV)/.test: pyproject.toml
	$(CHECK_PYTHON)
	test -d $(VENV) || $(PYTHON3) -m venv $(VENV)
	$(INSTALL) ".[dev,docs,cluster]"
	touch $(VENV)/.run $@
