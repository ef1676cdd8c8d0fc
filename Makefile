PY ?= python3
VENV = .venv
BIN = $(VENV)/bin

LAB = .lab
PYTHON_ZIP =
DIST = dist

.DELETE_ON_ERROR:
.PHONY: demo test check bench fuzz mutants format templates pictures guide dist windows stand-in installer

$(BIN)/cchc: pyproject.toml
	$(PY) -m venv $(VENV)
	$(BIN)/pip install -q --upgrade 'pip>=25.1'
	$(BIN)/pip install -q -e '.[scan]' --group dev
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

mutants: $(BIN)/cchc
	$(BIN)/python -m tests.mutants

templates: $(BIN)/cchc
	$(BIN)/python -m workbook_templates.build

pictures: $(BIN)/cchc
	$(BIN)/python docs/write_tables.py
	$(BIN)/python docs/draw_ribbon.py
	$(BIN)/python docs/draw_pictures.py
	$(BIN)/python docs/draw_paper.py

guide: $(BIN)/cchc
	$(BIN)/python docs/write_guide.py

dist: $(BIN)/cchc
	rm -rf dist
	$(BIN)/python -m build --outdir dist

# A Windows to test in: Wine and a CPython for Windows. Needs Debian's packages (nsis too) and a Python 3.11.
$(LAB)/winpy: pyproject.toml tests/windows/build-lab tests/windows/shims.py
	tests/windows/build-lab $(LAB)
	@touch $(LAB)/winpy

windows: $(BIN)/cchc stand-in
	CCHC_SETUP="$$($(LAB)/winpy --path $(LAB)/dist/CCHC-*-setup.exe)" tests/windows/run-suite $(LAB)
	tests/windows/compare-answers $(LAB) $(BIN)/python

# The setup program with the lab's Python in python.org's place: for tests, never for a release.
stand-in: $(LAB)/winpy
	python3.11 tests/windows/embeddable.py $(LAB) $(LAB)/python.zip
	$(MAKE) installer PYTHON_ZIP='$(LAB)/python.zip --stand-in' DIST=$(LAB)/dist

# The setup program. PYTHON_ZIP: python.org's embeddable Python, where it cannot be downloaded.
installer:
	python3.11 -m venv $(VENV)-3.11
	$(VENV)-3.11/bin/pip install -q --upgrade 'pip>=25.1'
	$(VENV)-3.11/bin/python -m cchc_macros.installer --to $(DIST) $(if $(PYTHON_ZIP),--python $(PYTHON_ZIP))
