# demo and test need only Python 3.11 or newer, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PREFECT_HOME ?= $(CURDIR)/.prefect
export PREFECT_SERVER_ANALYTICS_ENABLED = false
export DO_NOT_TRACK = 1

.PHONY: demo test test-quick test-long lint bench bench-check torture fuzz audit sbom docs-cli clean

demo: $(VENV)/installed
	$(BIN)/skilltide demo --data demo-data

test: $(VENV)/installed-test
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow and not long"
	$(BIN)/pytest -n 2 --dist worksteal -m slow

# What takes minutes each: faults at every step, servers and clusters, years of snapshots.
test-long: $(VENV)/installed-test
	$(BIN)/pytest -m long

test-quick: $(VENV)/installed-test
	$(BIN)/pytest -q -n 2 -m "not slow and not long"

lint: $(VENV)/installed-lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Every benchmark; writes benchmarks/results.md. `bench-check` compares its ratios with the marks, by hand, not in CI.
bench: $(VENV)/installed-test
	$(BIN)/python benchmarks/run_all.py

bench-check: $(VENV)/installed-test
	$(BIN)/python benchmarks/run_all.py --check

# The long forms: fifty faults a step, and five hundred hostile inputs a reader.
torture: $(VENV)/installed-test
	TORTURE_POINTS=$${TORTURE_POINTS:-50} $(BIN)/pytest -s tests/torture

fuzz: $(VENV)/installed-test
	FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-500} $(BIN)/pytest -n 2 tests/test_hostile_input.py tests/test_hostile_resumes.py

audit: $(VENV)/installed
	$(BIN)/python -m pip install -q pip-audit
	$(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip

sbom: $(VENV)/installed
	$(BIN)/python -m pip install -q cyclonedx-bom
	$(BIN)/cyclonedx-py environment $(BIN)/python --output-reproducible --output-file sbom.json

docs-cli: $(VENV)/installed
	$(BIN)/python -m pipelines.command_page > docs/cli.md

clean:
	rm -rf $(VENV) .prefect demo-data build dist

# uv installs in seconds; plain pip does the same in two minutes where uv cannot be had.
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv \
	  && $(BIN)/uv pip install -q --python $(BIN)/python --constraint constraints.txt --editable . $(1) \
	  || $(BIN)/python -m pip install -q --constraint constraints.txt --editable . $(1)
	@touch $@
endef

TEST_TOOLS := aiohttp axe-playwright-python distributed hypothesis playwright pytest pytest-xdist pyyaml reportlab
LINT_TOOLS := mypy pandas-stubs ruff types-PyYAML

$(VENV)/installed: pyproject.toml constraints.txt
	$(call install,)

$(VENV)/installed-test: $(VENV)/installed
	$(call install,$(TEST_TOOLS))

$(VENV)/installed-lint: $(VENV)/installed-test
	$(call install,$(LINT_TOOLS))
