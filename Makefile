# `make` lists the targets. Everything runs from a fresh clone with nothing but git and any Python from 3.8.

# The first Python that works: a pyenv shim exists and fails where the version in .python-version is not installed.
PYTHONS = python3 python /usr/bin/python3 $(wildcard $(HOME)/.pyenv/versions/*/bin/python3)
PYTHON = $(shell for python in $(PYTHONS); do "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' \
	2>/dev/null && echo "$$python" && break; done)
ANY_PYTHON = $(or $(PYTHON),$(error Es wurde kein Python ab 3.8 gefunden))
BOOTSTRAP = $(ANY_PYTHON) setup/bootstrap.py
BIN = .venv/bin
SIDE_BY_SIDE = -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test test-fast lint bench lock clean

help: ## Diese Übersicht zeigen
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: ## Alles einrichten und den Assistenten starten
	@$(BOOTSTRAP)
	@$(BIN)/lotse setup
	@exec $(BIN)/lotse serve

test: lint ## Alles prüfen, was bestehen muss (etliche Minuten)
	@$(ANY_PYTHON) setup/system_packages.py
	@$(ANY_PYTHON) setup/browser_packages.py
	@$(BIN)/pytest $(SIDE_BY_SIDE)

test-fast: lint ## Prüfen ohne Modell, PostgreSQL, Browser, eigene Prozesse, ganze Inhalte und Seiten
	@$(BIN)/pytest $(SIDE_BY_SIDE) -m "not slow"

lint: ## Form, Regeln und Typen prüfen
	@$(BOOTSTRAP) --dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: ## Antwortzeiten, Durchsatz und Speicher messen, dazu den Chat im Browser
	@$(BOOTSTRAP) --dev
	@$(BIN)/lotse setup
	@$(BIN)/lotse evaluate load
	@$(BIN)/python -m tests.browser.widget_bench

lock: ## Die Sperrdateien der Pakete neu schreiben
	@$(BOOTSTRAP) --lock

clean: ## Umgebung, Modelle und Zwischenspeicher löschen; Datenbank und Protokolle in var/ bleiben
	@rm -rf .venv .tools tests/browser/node_modules .rasa .pytest_cache .mypy_cache .ruff_cache models results *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
