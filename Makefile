# Everything the project needs, from any Python 3.11 or newer. `make run` and `make test` do all of it.
PYTHON ?= python3
PORT ?= 8050
# What of the tests to run, the commit that passed (default: the last `make test` did), and how many
# seconds of tests `make check` may take.
TESTS ?= tests
BASE ?=
SECONDS_OF_TESTS ?= 60
CURATION := python -m data_loaders
export PORT
# One process more than the machine has cores: a test that waits for a browser or for what another
# one builds leaves its core to the next. Each takes over tests of others once its own are done.
PROCESSES ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST := pytest -q --numprocesses $(PROCESSES) --dist worksteal

# Node and npm come with the Python packages: only Python has to be on the machine.
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
unexport VIRTUAL_ENV PYTHONHOME
# Tests start some hundred programs of ours: compiling all of it each time is most of their work.
unexport PYTHONDONTWRITEBYTECODE

PYTHON_PACKAGES := .venv/.complete
REPLICA_PACKAGES := .replica/.complete
NODE_PACKAGES := node_modules/.complete
FRONTEND := var/static/manifest.json

.PHONY: run test every-run test-all check check-tests mutants lint lint-scripts lint-changed data demonstration bench bench-cubes bench-launch lighthouse update locks sbom supply frontend browser spark replica r-language libreoffice clean

run: $(PYTHON_PACKAGES)
	@$(MAKE) --silent $(FRONTEND) || echo "Going on without our fonts, with scripts as they are."
	@$(CURATION) prepare
	@flask --app app precompress
	@echo "The demonstration of partner data follows at /demo in a minute; see var/demonstration.log."
	@{ $(CURATION) prepare-demonstration; test -f var/challenge.zip || $(CURATION) challenge var/challenge; } \
		>var/demonstration.log 2>&1 &
	@exec python app.py

# Side by side: the types of the whole project keep one core busy for a minute.
test: $(PYTHON_PACKAGES) $(NODE_PACKAGES) $(FRONTEND) browser
	@$(MAKE) --silent --jobs 2 lint every-run
	@test "$(TESTS)" != tests || python -m tests.support.ran

every-run: $(PYTHON_PACKAGES)
	$(PYTEST) -m "not nightly" $(TESTS)

# The nightly rest too: every figure of the demonstration, longer searches, and Spark.
test-all: $(PYTHON_PACKAGES) $(FRONTEND) browser spark replica r-language libreoffice
	@$(MAKE) --silent lint
	NIGHTLY=1 $(PYTEST) $(TESTS)

# What a change needs before it is committed: the tests of what differs from BASE, nearest first.
check: $(PYTHON_PACKAGES) $(FRONTEND) browser
	@python -m tests.support.affected --base "$(BASE)" --seconds $(SECONDS_OF_TESTS) --into var/affected
	@$(MAKE) --silent --jobs 2 --output-sync=target lint-changed check-tests

# Change one module in every small way and see whether its tests notice: what survives is untested.
mutants: $(PYTHON_PACKAGES)
	@python -m pip install --quiet --disable-pip-version-check --group mutants
	python -m tests.support.mutants $(MODULE)

check-tests:
	@test ! -s var/affected.tests || $(PYTEST) -m "not nightly" $$(cat var/affected.tests)

# Format, lint and types of both languages.
lint: $(PYTHON_PACKAGES) $(NODE_PACKAGES)
	ruff format --check .
	ruff check .
	@$(MAKE) --silent lint-scripts
	pyright

lint-scripts: $(NODE_PACKAGES)
	prettier --check assets/*.js assets/*.ts frontend/*.mjs tests/scripts *.mjs tsconfig*.json
	eslint --max-warnings 0 assets frontend tests/scripts
	tsc -p tsconfig.json
	tsc -p tsconfig.pages.json
	tsc -p tsconfig.frontend.json

# As `lint`, with the types of what changed and of what imports it.
lint-changed: $(PYTHON_PACKAGES)
	ruff format --check .
	ruff check .
	@$(MAKE) --silent lint-scripts
	@test ! -s var/affected.types || pyright $$(cat var/affected.types)

data: $(PYTHON_PACKAGES)
	$(CURATION) release $(if $(MIRROR),--mirror "$(MIRROR)")

demonstration: $(PYTHON_PACKAGES)
	$(CURATION) simulate var/simulated
	rm -rf var/demo var/deliveries-simulated data/demo
	$(CURATION) demonstration var/simulated --ship data/demo
	$(CURATION) pin

bench: $(PYTHON_PACKAGES) $(FRONTEND) browser
	@$(CURATION) prepare
	@flask --app app precompress
	@flask --app app ready-pages
	READY_PAGES=var/ready python -m benchmarks

# For `make bench` to score pages with: 176 MB that nothing else needs, so it stands apart.
lighthouse: $(PYTHON_PACKAGES)
	@npm install --prefix var/lighthouse --no-save lighthouse@13.5.0

# Ten minutes for each of six runs; needs nginx.
bench-launch: $(PYTHON_PACKAGES) $(FRONTEND)
	@$(CURATION) prepare
	@flask --app app precompress
	@flask --app app ready-pages
	READY_PAGES=var/ready python -m benchmarks.launch

bench-cubes: $(PYTHON_PACKAGES) spark
	python -m benchmarks.cubes

# Propose newer versions: `git diff` shows them, and all tests say whether they fit.
update: $(PYTHON_PACKAGES) supply
	python -m deploy.requirements newer
	@python -m pip install --quiet --disable-pip-version-check -r requirements.txt --group dev
	python -m deploy.requirements serve licenses lock
	@$(MAKE) --silent test

# After requirements.txt was changed by hand: what follows from it.
locks: $(PYTHON_PACKAGES) supply
	python -m deploy.requirements serve licenses lock

# What is in an installation, for whoever looks for known weaknesses (CycloneDX).
sbom: $(PYTHON_PACKAGES) supply
	@mkdir -p var
	cyclonedx-py environment .venv --output-reproducible --of JSON -o var/sbom.json
	cyclonedx-py requirements requirements-serve.txt --output-reproducible --of JSON -o var/sbom-serve.json

supply: $(PYTHON_PACKAGES)
	@python -m pip install --quiet --disable-pip-version-check --group supply

frontend: $(FRONTEND)

browser: $(PYTHON_PACKAGES)
	@python -m tests.support.browser.chromium

spark: $(PYTHON_PACKAGES)
	@python -m tests.support.spark

r-language: $(PYTHON_PACKAGES)
	@python -m tests.support.r_language

# What opens the CSVs as people do.
libreoffice: $(PYTHON_PACKAGES)
	@python -m tests.support.libreoffice

# What carries releases through a store, and a store of this machine to try it on.
replica: $(REPLICA_PACKAGES)

clean:
	rm -rf .venv .replica node_modules var/static

$(PYTHON_PACKAGES): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Needs Python 3.11 or newer. Name yours: make PYTHON=python3.13 ..."; exit 1; }
	@test -x .venv/bin/pip || $(PYTHON) -m venv .venv \
		|| { echo "Debian and Ubuntu: apt-get install python3-venv, then try again."; rm -rf .venv; exit 1; }
	@echo "Installing Python packages (a minute or two, once)"
	@python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	@python -m pip install --quiet --disable-pip-version-check -r requirements.txt --group dev
	@touch $@

$(REPLICA_PACKAGES): requirements-replica.txt pyproject.toml
	@$(PYTHON) -m venv .replica
	@.replica/bin/pip install --quiet --disable-pip-version-check "pip>=25.1"
	@.replica/bin/pip install --quiet --disable-pip-version-check -r requirements-replica.txt --group bucket
	@touch $@

$(NODE_PACKAGES): package.json package-lock.json .npmrc $(PYTHON_PACKAGES)
	@echo "Installing front-end packages"
	@npm ci --loglevel=error
	@touch $@

$(FRONTEND): $(wildcard frontend/*.py frontend/*.mjs assets/*.js assets/*.css) $(NODE_PACKAGES)
	@echo "Building front-end files"
	@python -m frontend.build
	@touch $@
