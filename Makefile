# Two commands are enough: `make run` shows what the program does, `make test` that it does it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SAMPLE := data/published
# The demonstration has an archive of its own, so that invented minutes never mix with yours.
DEMO   := $(BIN)/sagsspor --archive data/sample.db
MINUTES ?= $(SAMPLE)/new

.PHONY: run serve install test test-slow stress stress-sample screenshots lint format clean

run: install  ## Build an archive of the sample corpus, and tag and link newly published minutes
	@$(BIN)/sagsspor prepare
	@$(BIN)/sagsspor sample $(SAMPLE)
	@$(DEMO) add $(SAMPLE)/archive
	@$(DEMO) tag --related $(MINUTES)
	@echo
	@echo "The sample archive is data/sample.db, the minutes above are in $(MINUTES)."
	@echo "Your own:  make run MINUTES=path/to/minutes.pdf        tag one file against the sample archive"
	@echo "           $(BIN)/sagsspor add FOLDER                  keep your minutes in data/archive.db"
	@echo "           $(BIN)/sagsspor --help                      everything else"
	@echo "Ask it:    $(DEMO) related --text 'ventetid på botilbud'"
	@echo "           $(DEMO) trail     matters, and where they went"
	@echo "           $(DEMO) review    answer what the program doubts; then"
	@echo "           $(DEMO) retrain   let it learn from your answers"

serve: install data/sample.db  ## Open the sample archive as a page, at http://127.0.0.1:8000
	@$(DEMO) serve

data/sample.db: | install
	@$(BIN)/sagsspor prepare
	@$(BIN)/sagsspor sample $(SAMPLE)
	@$(DEMO) add $(SAMPLE)/archive

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("sagsspor needs Python 3.11 or newer; name one: make run PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Installing into $(VENV) (once, a few minutes)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --editable ".[publish]"
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

test: $(VENV)/.dev  ## All tests: no network, no order, a few minutes
	$(BIN)/python -m pytest -m "not slow" -n auto --dist loadfile

test-slow: $(VENV)/.dev  ## What needs the real encoder at length
	$(BIN)/python -m pytest -m slow

stress: $(VENV)/.dev  ## Damaged files through every reader, and killed commands; under 15 minutes
	$(BIN)/python experiments/trust/stress.py --seconds 540
	$(BIN)/python experiments/trust/kills.py --seconds 350

stress-sample: $(VENV)/.dev  ## Two minutes of damaged files; the printed seed makes them again
	$(BIN)/sagsspor prepare
	$(BIN)/python experiments/trust/stress.py --seed 400576 --files 200 --seconds 110 --as-many-as-fit

screenshots: $(VENV)/.dev data/sample.db  ## The pictures of the page in README
	$(BIN)/python experiments/screenshots.py

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## Remove what was made here: environment, encoder, sample archive
	rm -rf $(VENV) models/encoder $(SAMPLE) data/sample.db* experiments/vectors
