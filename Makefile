# Everything the project needs, from any Python 3.11 or newer. `make run` and `make test` do all of it.
PYTHON ?= python3
PORT ?= 8050
CURATION := python -m data_loaders
export PORT

# Node and npm come with the Python packages: only Python has to be on the machine.
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
unexport VIRTUAL_ENV PYTHONHOME

PYTHON_PACKAGES := .venv/.complete
NODE_PACKAGES := node_modules/.complete
FRONTEND := var/static/manifest.json

.PHONY: run test lint data demonstration bench bench-cubes frontend browser spark clean

run: $(PYTHON_PACKAGES)
	@$(MAKE) --silent $(FRONTEND) || echo "Going on without our fonts and the small chart library."
	@$(CURATION) prepare
	@test -d var/challenge || $(CURATION) challenge var/challenge >/dev/null
	@flask --app app precompress
	@echo "The demonstration of partner data follows at /demo in a minute; see var/demonstration.log."
	@$(CURATION) prepare-demonstration >var/demonstration.log 2>&1 &
	@exec gunicorn

test: $(PYTHON_PACKAGES) $(FRONTEND) browser spark
	@$(MAKE) --silent lint
	pytest

# Format, lint and types of both languages.
lint: $(PYTHON_PACKAGES) $(NODE_PACKAGES)
	ruff format --check .
	ruff check .
	prettier --check assets/*.js assets/*.ts tests/scripts *.mjs tsconfig*.json
	eslint --max-warnings 0 assets tests/scripts
	tsc -p tsconfig.json
	tsc -p tsconfig.pages.json
	pyright

data: $(PYTHON_PACKAGES)
	$(CURATION) release $(if $(MIRROR),--mirror "$(MIRROR)")

demonstration: $(PYTHON_PACKAGES)
	$(CURATION) simulate var/simulated
	rm -rf var/demo var/deliveries-simulated data/demo
	$(CURATION) demonstration var/simulated --ship data/demo

bench: $(PYTHON_PACKAGES) $(FRONTEND) browser
	@$(CURATION) prepare
	python -m benchmarks

bench-cubes: $(PYTHON_PACKAGES) spark
	python -m benchmarks.cubes

frontend: $(FRONTEND)

browser: $(PYTHON_PACKAGES)
	@python -m tests.support.browser.chromium

spark: $(PYTHON_PACKAGES)
	@python -m tests.support.spark

clean:
	rm -rf .venv node_modules var/static

$(PYTHON_PACKAGES): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Needs Python 3.11 or newer. Name yours: make PYTHON=python3.13 ..."; exit 1; }
	@test -x .venv/bin/pip || $(PYTHON) -m venv .venv \
		|| { echo "Debian and Ubuntu: apt-get install python3-venv, then try again."; rm -rf .venv; exit 1; }
	@echo "Installing Python packages (a minute or two, once)"
	@python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	@python -m pip install --quiet --disable-pip-version-check -r requirements.txt --group dev
	@touch $@

$(NODE_PACKAGES): package.json package-lock.json .npmrc $(PYTHON_PACKAGES)
	@echo "Installing front-end packages"
	@npm ci --loglevel=error
	@touch $@

$(FRONTEND): frontend/build.py $(NODE_PACKAGES)
	@echo "Building front-end files"
	@python -m frontend.build
	@touch $@
