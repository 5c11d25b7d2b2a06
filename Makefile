# `make` lists what there is. Every target sets up what it needs: Python 3.11 or newer is enough to begin with.
# Works with GNU make 3.81 (macOS) and newer.

HOST = 127.0.0.1
PORT = 8000
ARGS =

export PYTHON
export NO_MKDOCS_2_WARNING := 1
# One thread a process: two processes already use two cores, and results are the same to the bit. Tests use what the site trained.
export OPENBLAS_NUM_THREADS ?= 1
export CNNNOTES_CACHE ?= $(CURDIR)/.cache/results
export PATH := $(CURDIR)/.venv/bin:$(PATH)

python  := .venv/bin/python
version := $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
offline := dist/cnnnotes-offline-$(version)

# What is published carries the date of its commit: the same commit gives the same bytes.
dated = SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || date +%s)}

.DEFAULT_GOAL := help
.PHONY: help setup serve site offline results test check format bench lock clean distclean

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## .venv and node_modules, which every other target makes by itself
	@GOAL='$(MAKECMDGOALS)' sh tools/setup.sh

serve: setup ## both languages at http://127.0.0.1:8000/, reloaded as you write (PORT=8001, HOST=0.0.0.0)
	@$(python) -m mkdocs serve --dev-addr $(HOST):$(PORT) $(ARGS)

site: setup ## the site into site/, strict: a warning fails
	@$(dated) $(python) -m mkdocs build --strict $(ARGS)

offline: setup ## the site as a zip in dist/, to be read without a server or a network
	@rm -rf $(offline) $(offline).zip
	@$(dated) OFFLINE=true $(python) -m mkdocs build --strict --site-dir $(offline) $(ARGS)
	@$(dated) $(python) tools/offline_zip.py $(offline)
	@rm -rf $(offline)

results: setup ## everything that is trained, one process a core; site and tests use it, and what was interrupted goes on
	@$(python) -m cnnnotes.learn.results

test: setup ## all tests (ARGS="-k shift -x")
	@$(python) -m pytest $(ARGS)

check: setup ## form, lint and types
	@failed=0; \
	$(python) -m ruff format --check --output-format concise || { echo "'make format' puts the form right."; failed=1; }; \
	$(python) -m ruff check || failed=1; \
	.venv/bin/node node_modules/pyright/index.js || failed=1; \
	exit $$failed

format: setup ## put code and notebooks in their form, and mend what lint can mend
	@$(python) -m ruff format
	@$(python) -m ruff check --fix
	@$(python) tools/clean_labs.py

bench: setup ## the operations beside PyTorch and onnxruntime, which the first run fetches into .venv-bench
	@[ -x .venv-bench/bin/python ] || echo "Making .venv-bench with PyTorch and onnxruntime (minutes; on Linux some GB where pip finds only the CUDA build)."
	@[ -x .venv-bench/bin/python ] || $(python) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --disable-pip-version-check --quiet --editable '.[bench]'
	@.venv-bench/bin/python -m benchmarks.bench $(ARGS)

lock: ## requirements.txt and package-lock.json from pyproject.toml and package.json (ARGS=--upgrade: newest)
	@sh tools/lock.sh $(ARGS)

clean: ## remove what is built and cached
	rm -rf site .site-* dist build .cache .pytest_cache .hypothesis .ruff_cache
	find benchmarks cnnnotes docs tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## the same, and .venv and node_modules
	rm -rf .venv .venv-bench node_modules cnnnotes.egg-info .setup-lock
