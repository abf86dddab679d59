# Everything needs Python 3.11 or newer and make; the rest is installed in .venv from the locks.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Otherwise pyright asks the index, at every run, whether there is a newer one.
export PYRIGHT_PYTHON_IGNORE_WARNINGS = 1

# What compiles is kept: the tests start the service, and import themselves, some hundred times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run demo test verify drills bench check lint types layers contrat generated lock clean help

run: .venv/.run ## Serve the sandbox on http://127.0.0.1:8000, on a PostgreSQL of its own
	TI_BAC_A_SABLE=true $(BIN)/ti serve

demo: .venv/.run ## Play 123 real applications against the running service, up to the published results
	$(BIN)/ti demo

test: .venv/.dev tests/npm/node_modules/.fait ## Run the tests
	$(BIN)/python -m pytest -n 2 --dist worksteal

verify: .venv/.verify tests/npm/node_modules/.fait tests/navigateur/node_modules/.fait tests/generateurs/node_modules/.fait tests/producteurs/node_modules/.fait ## Run the tests that need Chromium, Java, Go and PHP, or take long
	.ci/programs
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m verify

drills: .venv/.verify ## Kill, cut off and restart what real engines run, a hundred times
	.ci/programs
	$(BIN)/python -m tests.drills --fois 100

bench: .venv/.dev ## Measure against the bare limit
	$(BIN)/python -m tests.bench

check: lint types layers generated ## All that reads the code without running it

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.verify
	$(BIN)/pyright

layers: .venv/.dev
	$(BIN)/lint-imports

contrat: .venv/.dev ## Compare the contract with that of the last release
	$(BIN)/python -m tests.compatibilite

generated: .venv/.dev ## Write again what is generated from the form, the guards and the states
	$(BIN)/ti schemas
	$(BIN)/ti openapi
	$(BIN)/ti acces
	$(BIN)/ti etats

lock: .venv/.dev ## Pin the dependencies anew
	$(LOCK) --extra build --extra dev --extra verify -o requirements-verify.lock
	$(LOCK) --extra build --extra dev -c requirements-verify.lock -o requirements-dev.lock
	$(LOCK) --extra build -c requirements-verify.lock -o requirements.lock
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--python-version 3.11 pyproject.toml

.venv/.run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements-dev.lock
	touch $@

.venv/.verify: requirements-verify.lock .venv/.dev
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements-verify.lock
	touch $@

# Node is a wheel; npm's own scripts look for it on the path.
%/node_modules/.fait: %/package-lock.json .venv/.dev
	cd $(@D)/.. && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-fund --loglevel=error
	touch $@

help: ## List these targets
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

clean: ## Remove what was installed and what the service wrote
	rm -rf .venv .donnees tests/*/node_modules
