# Two commands on a fresh Debian with python3, pip and make: `make demo` and `make test`.
# WORKERS: how many test processes; SHARED data is found beside the checkout or at WARDMOTE_SHARED_DATA.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
DATA ?= ../shared/data
OUT ?= out
MINUTES ?= 10
SHARED_OUT = -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: demo test prove medway lint types test-fast test-web assets serve postgres browser bench bench-methods bench-web \
	bench-mixed calibrate referees docs lock clean

demo: $(VENV)/ready
	$(BIN)/wardmote demo demo

test: $(VENV)/ready assets browser postgres lint types
	$(BIN)/pytest $(SHARED_OUT) -m "not prove"

prove: $(VENV)/ready assets browser postgres
	$(BIN)/pytest $(SHARED_OUT) -m prove

# The real example: needs the open data set, which is never part of this project.
medway: $(VENV)/ready
	$(BIN)/wardmote load examples/medway --inbox $(DATA) --out $(OUT)/medway
	$(BIN)/wardmote assess examples/medway --inbox $(DATA) --out $(OUT)/medway

lint: $(VENV)/ready
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench
	$(BIN)/lint-imports

types: $(VENV)/ready
	$(BIN)/mypy

test-web: $(VENV)/ready assets browser postgres
	$(BIN)/pytest $(SHARED_OUT) tests/web

# The web application on this machine; its first run lives an invented partnership's year (up to a minute).
serve: $(VENV)/ready assets
	$(BIN)/wardmote serve demo-web

test-fast: $(VENV)/ready assets
	$(BIN)/pytest $(SHARED_OUT) -m "not prove and not browser"

bench: $(VENV)/ready
	$(BIN)/python bench/load.py --data $(DATA)
	$(BIN)/python bench/assess.py --data $(DATA)
	$(BIN)/python bench/daily_call.py
	$(BIN)/python bench/gate.py

# Our statistics beside their peers, the same answers asserted first.
bench-methods: $(VENV)/ready
	$(BIN)/python bench/methods.py

# The stored values of R made again and compared (tests/referees/r). R is brought where we may, else named.
R_PACKAGES := r-base-core r-cran-jsonlite r-cran-spdep r-cran-surveillance
referees:
	@dpkg -s $(R_PACKAGES) >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends $(R_PACKAGES); \
	  else echo "R is needed. Run: sudo apt-get install --no-install-recommends $(R_PACKAGES)" >&2; exit 1; fi; }
	Rscript tests/referees/r/values.R --check

# How often each method cries wolf, covers and finds: 2,000 simulations of each, some ten minutes on one core.
calibrate: $(VENV)/ready
	$(BIN)/python tests/calibration.py

# A casebook of 20,000 cases and a million records, built once in out/bench-web (minutes), and what its pages cost.
bench-web: $(VENV)/ready assets
	$(BIN)/python bench/web.py

# Twenty people at work at once against `wardmote serve`, for MINUTES: what fails, and how long each answer takes.
bench-mixed: $(VENV)/ready assets
	$(BIN)/python bench/mixed_work.py --minutes $(MINUTES)

docs: $(VENV)/ready
	$(BIN)/python docs/generate.py

# The browser that the page tests drive. Debian's own package; brought here where we may, else named.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; \
	  else echo "The page tests need Chromium. Run: sudo apt-get install chromium" >&2; exit 1; fi; }

# What the pages are dressed with: built from npm packages, never committed.
STYLES := src/wardmote/web/static/wardmote/wardmote.css
assets: $(STYLES)
$(STYLES): $(VENV)/ready assets/wardmote.scss assets/wardmote.js assets/build.py assets/package-lock.json
	@$(BIN)/python assets/build.py

# The database server that the store is also tested on. Debian's own package; brought here where we may, else named.
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql; \
	  else echo "The store is tested on PostgreSQL as well. Run: sudo apt-get install postgresql" >&2; exit 1; fi; }

# One environment from one hash-pinned lock; uv where it can be had, plain pip otherwise. Compiled at once: every command
# starts in half the time, also where Python may write no bytecode by itself.
$(VENV)/ready: requirements.lock pyproject.toml
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make environments. Run: sudo apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9 || echo "uv is not to be had; using pip (slower)"
	@if [ -x $(BIN)/uv ]; then \
	  VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock && \
	  VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .; \
	else \
	  $(BIN)/pip install --quiet --require-hashes -r requirements.lock && \
	  $(BIN)/pip install --quiet --no-deps --no-build-isolation -e .; \
	fi
	@$(BIN)/python -m compileall -q src
	@touch $@

# Run after changing dependencies. The lock holds hashes and no address.
lock: $(VENV)/ready
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip compile pyproject.toml --extra dev --extra spark --extra web --universal --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links --no-header --generate-hashes --no-annotate --quiet -o requirements.lock

clean:
	rm -rf $(VENV) demo demo-web $(OUT) src/wardmote/web/static assets/node_modules
