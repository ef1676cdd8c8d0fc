PY ?= python3
VENV = .venv
BIN = $(VENV)/bin

.PHONY: demo test check bench format templates

$(BIN)/cchc: pyproject.toml
	$(PY) -m venv $(VENV)
	$(BIN)/pip install -q --upgrade 'pip>=25.1'
	$(BIN)/pip install -q -e . --group dev
	@touch $(BIN)/cchc

demo: $(BIN)/cchc
	$(BIN)/cchc demo out

test: $(BIN)/cchc
	$(BIN)/python -m pytest -n auto

check: $(BIN)/cchc
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(BIN)/cchc
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(BIN)/cchc
	$(BIN)/python -m tests.bench

templates: $(BIN)/cchc
	$(BIN)/python -m workbook_templates.build
