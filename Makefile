PY ?= python3
VENV = .venv
BIN = $(VENV)/bin

.PHONY: demo test check bench fuzz format templates pictures dist

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

fuzz: $(BIN)/cchc
	$(BIN)/pip install -q --group fuzz
	$(BIN)/python -m tests.fuzz

templates: $(BIN)/cchc
	$(BIN)/python -m workbook_templates.build

pictures: $(BIN)/cchc
	$(BIN)/python docs/draw_ribbon.py
	$(BIN)/python docs/draw_pictures.py
	$(BIN)/python docs/draw_paper.py

dist: $(BIN)/cchc
	rm -rf dist
	$(BIN)/python -m build --outdir dist
