# demo and test need only Python 3.11 or newer, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PREFECT_HOME ?= $(CURDIR)/.prefect
export PREFECT_SERVER_ANALYTICS_ENABLED = false
export DO_NOT_TRACK = 1

.PHONY: demo test test-quick lint bench clean

demo: $(VENV)/installed
	$(BIN)/skilltide demo --data demo-data

test: $(VENV)/installed-test
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow"
	$(BIN)/pytest -m slow

test-quick: $(VENV)/installed-test
	$(BIN)/pytest -q -n 2 -m "not slow"

lint: $(VENV)/installed-lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/installed-test
	for benchmark in benchmarks/[a-z]*.py; do $(BIN)/python $$benchmark || exit 1; done

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

TEST_TOOLS := aiohttp distributed hypothesis pytest pytest-xdist pyyaml
LINT_TOOLS := mypy pandas-stubs ruff types-PyYAML

$(VENV)/installed: pyproject.toml constraints.txt
	$(call install,)

$(VENV)/installed-test: $(VENV)/installed
	$(call install,$(TEST_TOOLS))

$(VENV)/installed-lint: $(VENV)/installed-test
	$(call install,$(LINT_TOOLS))
