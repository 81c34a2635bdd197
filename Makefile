# The commands: make demo, make lab, make test, make test-all. The rest serves them.
PYTHON ?= python3
BIN := .venv/bin
# Each kernel is a process: without compiled modules each would compile all libraries anew.
unexport PYTHONDONTWRITEBYTECODE
OUT ?= out/demo
# More for `workbook lab`: make lab LAB="--port 8899 -- --allow-root"
LAB ?=

# The plugin is built with the Node of the environment: the machine needs none.
BUNDLE := workbook/labextension/package.json
LINK := .venv/share/jupyter/labextensions/coaching-workbook
NODE := cd labextension && PATH="$(CURDIR)/$(BIN):$$PATH"
PLUGIN := $(shell find labextension/src labextension/style labextension/schema -type f) \
	labextension/package.json labextension/tsconfig.json

.PHONY: demo lab test test-all static lint types imports plugin unit unit-slow extension catalogues notebooks-check notebooks-stock browser browser-slow stories notebooks samples wheelhouse floors mutants bench chaos clean browser-installed

demo: .venv/ready
	$(BIN)/workbook demo --out $(OUT)

lab: extension
	$(BIN)/workbook lab $(LAB)

# In minutes, for every change.
test:
	$(MAKE) --no-print-directory -j2 --output-sync=target extension browser-installed
	$(MAKE) --no-print-directory -j2 --output-sync=target static
	$(MAKE) --no-print-directory -j1 unit notebooks-check browser

# Every test there is: with those marked slow, the stock kernels, and all examples of each property.
test-all: test
	$(MAKE) --no-print-directory -j1 unit-slow notebooks-stock browser-slow

# The environment follows the lock file and the package's own description.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --requirement requirements.lock
	mkdir -p workbook/labextension
	@test ! -L $(LINK) || rm $(LINK)
	HATCH_JUPYTER_BUILDER_SKIP_HOOKS=1 $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $@

# JupyterLab finds the bundle through a link, so that a new build is there at once.
extension: $(BUNDLE)
	@test -L $(LINK) || { rm -rf $(LINK) && ln -s "$(CURDIR)/workbook/labextension" $(LINK); }

$(BUNDLE): labextension/node_modules/.ready $(PLUGIN)
	$(NODE) npm run --silent build
	touch $@

labextension/node_modules/.ready: labextension/package-lock.json .venv/ready
	$(NODE) npm ci --silent --no-audit --no-fund
	touch $@

browser-installed:
	@sh tests/browser/install.sh

# One beside the other.
static: plugin types lint imports

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

# The plugin: the contract's types are those of the contract, TypeScript, eslint, vitest.
plugin: labextension/node_modules/.ready
	$(NODE) npm run --silent types:check
	$(NODE) npm run --silent check
	$(NODE) npm run --silent lint
	$(NODE) npm run --silent test

# After a change of the Chinese catalogue: what JupyterLab reads, and traditional characters.
catalogues: .venv/ready
	$(BIN)/python labextension/catalogues.py

# Zero tests collected is a failure: pytest then exits with 5. Many tests wait for kernels and
# servers, so three at a time keep two cores busy.
UNIT := -n 3 --dist loadfile tests --ignore=tests/browser
unit: .venv/ready browser-installed
	$(BIN)/pytest $(UNIT) -m "not slow"

# What is left of them, and the properties once more with all the examples that hypothesis has.
unit-slow:
	$(BIN)/pytest $(UNIT) -m "slow or hypothesis" --hypothesis-profile=many

# All outputs are compared: with the kernels of the batch, and with stock ones.
NBVAL := -m pytest -p no:cacheprovider --nbval -n 2 --dist loadfile
notebooks-check:
	$(BIN)/python $(NBVAL) -p tests.warm notebooks

notebooks-stock:
	$(BIN)/python $(NBVAL) notebooks

BROWSER := -n 2 --dist loadfile tests/browser
browser:
	$(BIN)/pytest $(BROWSER) -m "not slow"

browser-slow:
	$(BIN)/pytest $(BROWSER) -m slow

# All of them after a change of the browser's side, with ten reopenings beside a load for three.
stories: extension browser-installed
	REOPENINGS=10 $(BIN)/pytest $(BROWSER)

# Run the committed notebooks anew, for the sample trainee and the fixed day.
notebooks: .venv/ready
	$(BIN)/jupyter nbconvert --log-level ERROR --to notebook --execute --inplace \
		--ExecutePreprocessor.record_timing=False notebooks/*.ipynb notebooks/coach/*.ipynb

samples: .venv/ready
	$(BIN)/python data/samples/make.py

# All wheels for a machine without the network: copy the folder there, then
#   python -m venv .venv && .venv/bin/pip install --no-index --find-links wheelhouse coaching-workbook[lab]
wheelhouse: .venv/ready
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --wheel-dir wheelhouse --requirement requirements.lock
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir wheelhouse .

# Fifty runs, each with a process killed at a random moment; some minutes, and not for CI.
chaos: .venv/ready
	$(BIN)/python tests/chaos.py

# The oldest releases that pyproject.toml allows, in an environment of its own: all outputs of the
# committed notebooks again, and the tests of tables, stores, files, parameters and pages.
FLOORS := build/floors
ON_FLOORS := tests/customers tests/store tests/chapters tests/export \
	$(patsubst %,tests/book/%,importing test_trainee_workbook.py test_samples.py) tests/batch/test_single_page.py \
	$(patsubst %,tests/pages/test_%.py,cohort notebook parameters parts start)
floors: .venv/ready
	mkdir -p build
	$(BIN)/uv pip compile --quiet --resolution lowest-direct --no-header --no-annotate --python $(BIN)/python \
		--output-file $(FLOORS).txt pyproject.toml
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(FLOORS)
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(FLOORS)/bin/python --requirement $(FLOORS).txt \
		pytest pytest-timeout pytest-xdist hypothesis nbval
	HATCH_JUPYTER_BUILDER_SKIP_HOOKS=1 $(BIN)/uv pip install --quiet --python $(FLOORS)/bin/python --no-deps --editable .
	$(FLOORS)/bin/python $(NBVAL) notebooks
	$(FLOORS)/bin/python -m pytest -p no:cacheprovider -n 3 --dist loadfile $(ON_FLOORS)

mutants: .venv/ready
	$(BIN)/python tests/mutants.py

clean:
	rm -rf .venv out build dist wheelhouse mutants workbook/labextension labextension/lib labextension/node_modules

bench: .venv/ready
	$(BIN)/python benchmarks/bench.py
