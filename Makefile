# The two commands: make demo, make test. The rest serves them.
PYTHON ?= python3
BIN := .venv/bin
OUT ?= out/demo

.PHONY: demo test lint types imports unit notebooks-check browser notebooks samples wheelhouse mutants bench chaos clean browser-installed

demo: .venv/ready
	$(BIN)/workbook demo --out $(OUT)

test: .venv/ready browser-installed lint types imports unit notebooks-check browser

# The environment follows the lock file and the package's own description.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --requirement requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

browser-installed:
	@sh tests/browser/install.sh

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

# Zero tests collected is a failure: pytest then exits with 5.
unit:
	$(BIN)/pytest -n 2 --dist loadfile tests --ignore=tests/browser

# All outputs are compared, once with stock kernels and once with those of the batch.
NBVAL := -m pytest -p no:cacheprovider --nbval -n 2 --dist loadfile
notebooks-check:
	$(BIN)/python $(NBVAL) notebooks
	$(BIN)/python $(NBVAL) -p tests.warm notebooks

browser:
	$(BIN)/pytest tests/browser

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

mutants: .venv/ready
	$(BIN)/python tests/mutants.py

clean:
	rm -rf .venv out build dist wheelhouse mutants

bench: .venv/ready
	$(BIN)/python benchmarks/bench.py
