# Fifteen: what there is to do. `make` alone lists it.
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PORT ?= 8501
PY := .venv/bin/python
# The first Python here that is new enough; PYTHON=/path/to/python3.12 overrides. Looked for only when needed.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$one"; break; }; done)

# One mark per lock file and content: an unchanged lock costs nothing, a changed one installs again.
RUN := .venv/.run-$(shell cksum < requirements.txt | tr ' ' -)
TEST := .venv/.test-$(shell cksum < requirements-dev.txt | tr ' ' -)

.PHONY: help run test prepare types-and-unit setup setup-test browser-setup lint types boundaries unit browser format bench calibrate screenshots samples lock clean

help: ## list what there is to do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN) ## start the app on http://localhost:8501 (PORT=... for another port)
	@echo "Fifteen: http://localhost:$(PORT)  (Ctrl+C stops it)"
	@MALLOC_ARENA_MAX=2 exec $(PY) -m streamlit run streamlit_app.py --server.port $(PORT)

test: prepare setup-test browser-setup lint boundaries types-and-unit browser ## check everything: lint, types, boundaries, unit, app and browser tests

# The system's browser comes while the packages come; what fails here is said by browser-setup.
prepare:
	@sh .ci/browser --system & browser=$$!; $(MAKE) setup-test; done=$$?; wait $$browser; exit $$done

# Types take one core for half a minute, beside the unit tests; what they find is said whole, when these have finished.
types-and-unit: $(TEST)
	@$(MAKE) types >.venv/.types 2>&1 & types=$$!; $(MAKE) unit; done=$$?; wait $$types; typed=$$?; cat .venv/.types; \
	[ $$done = 0 ] && exit $$typed || exit $$done

setup: $(RUN) ## install what the app needs into .venv

setup-test: $(TEST) ## install what the checks need into .venv

lint: $(TEST) ## style and formatting (ruff)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: $(TEST) ## types (mypy --strict)
	@$(PY) -m mypy

boundaries: $(TEST) ## who may import whom (import-linter)
	@.venv/bin/lint-imports --no-logo

unit: $(TEST) ## unit and app tests, without a browser
	@$(PY) -m pytest -n 2 --ignore=tests/browser

browser: $(TEST) browser-setup ## tests in a real browser
	@$(PY) -m pytest -n 2 --dist loadfile tests/browser

format: $(TEST) ## repair style and formatting
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: $(TEST) browser-setup ## measure speed against plain Streamlit, SQL and pandas (minutes)
	@$(PY) -m benchmarks

calibrate: $(TEST) ## simulate how often intervals cover and tests raise alarms (a quarter of an hour), and draw it
	@OMP_NUM_THREADS=1 $(PY) -m benchmarks.calibration

screenshots: $(TEST) browser-setup ## take the pictures of the documentation again
	@$(PY) -m docs.screenshots

samples: $(RUN) ## write the sample data again, from its seed
	@$(PY) -m sample_data.make_samples

lock: ## pin the newest allowed versions into requirements*.txt (needs uv)
	uv pip compile --quiet --upgrade --no-header --no-annotate --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile --quiet --upgrade --no-header --no-annotate --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt

clean: ## remove the environment and all caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- set-up ---------------------------------------------------------------------------------------------------

$(RUN): | $(PY)
	@$(call install,requirements.txt)
	@touch $@

# The second lock holds all of the first, so both are installed.
$(TEST): | $(PY)
	@$(call install,requirements-dev.txt)
	@touch $@ $(RUN)

$(PY):
	@[ -n "$(PYTHON)" ] || { echo "Fifteen needs Python 3.11 or newer (found: $$(python3 --version 2>&1 | head -n 1)); install it, or name it: make run PYTHON=/path/to/python3.12"; exit 1; }
	@rm -rf .venv
	@if command -v uv >/dev/null; then uv venv --quiet --python "$(PYTHON)" .venv; else $(venv); fi

# uv installs ten times faster; pip does as well. Compiled at once, or the first visitor would wait for it.
# Translated on all cores after pip, which uses one; some packages carry files that no Python translates.
define install
echo "Installing $(1) into .venv ..."; \
if command -v uv >/dev/null; then uv pip install --quiet --compile-bytecode --python $(PY) -r $(1); \
else { $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null; } && \
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r $(1) && \
	{ $(PY) -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true; }; fi
endef

# Debian and Ubuntu ship Python without the part that makes environments.
define venv
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq install -y python3-venv >/dev/null; } \
|| { echo "$(PYTHON) cannot make an environment: install its venv module (Debian, Ubuntu: apt-get install python3-venv) or uv"; exit 1; }; \
$(PYTHON) -m venv .venv
endef

browser-setup: $(TEST)
	@sh .ci/browser
