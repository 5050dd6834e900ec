# The two commands: `make run` and `make test`. They need Python 3.11+ and make, nothing else.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
ARCHIVE ?= archive
RELEASES ?= tests/data/specimens
TESTS ?= tests

.PHONY: run test check lock specimens pictures messages clean help
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 18

run: $(VENV)/.installed ## set up, archive RELEASES (default: the specimens), open the site
	@$(BIN)/ati ingest "$(RELEASES)" --archive "$(ARCHIVE)" || [ $$? -eq 1 ]
	@$(BIN)/ati serve --archive "$(ARCHIVE)"

test: $(VENV)/.installed-dev ## run the tests
	$(BIN)/pytest $(TESTS)

check: test ## the same by its other name: style, types, imports and templates are tests too

lock: $(VENV)/.installed-dev ## pin the dependencies anew, with hashes and no index address
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-annotate --no-header pyproject.toml --group setup -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-annotate --no-header pyproject.toml --group setup --group dev -o requirements-dev.lock

specimens: $(VENV)/.installed-dev ## draw the sample releases anew (needs the fonts that it names)
	$(BIN)/python -m tests.specimens

pictures: $(VENV)/.installed-dev ## draw the pictures of the docs anew (needs chromium)
	$(BIN)/python -m tests.pictures

messages: $(VENV)/.installed-dev ## list the sentences of the site that lack French
	$(BIN)/python -m tests.messages

clean: ## remove the environment and caches; archives stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "ATI Archive needs Python 3.11 or newer (set PYTHON=/path/to/python3)"; exit 2; }
	@echo "Setting up (once, about a minute) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.installed
