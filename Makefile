# `make report` and `make test` set up what they need; both are quick the second time.
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
SPARK := $(VENV)/.spark
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# LightGBM looks for the system's OpenMP; where there is none, scikit-learn's serves.
OPENMP := $(CURDIR)/$(VENV)/openmp
export LD_LIBRARY_PATH := $(OPENMP)$(if $(LD_LIBRARY_PATH),:$(LD_LIBRARY_PATH))
LEND_OPENMP = { mkdir -p $(OPENMP) && \
  ln -sf $(CURDIR)/$(VENV)/lib/python3*/site-packages/scikit_learn.libs/libgomp-*.so* $(OPENMP)/libgomp.so.1 && \
  echo 'export LD_LIBRARY_PATH="$(OPENMP)$${LD_LIBRARY_PATH:+:$$LD_LIBRARY_PATH}"' >> $(VENV)/bin/activate; }
export PYTHONDONTWRITEBYTECODE :=
export DVC_NO_ANALYTICS := 1
export MLFLOW_DISABLE_TELEMETRY := true
export DO_NOT_TRACK := true

.PHONY: help setup setup-spark report check-data test test-spark check ui track publish forget benchmark lock clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY) ## install the exact versions of requirements.lock into .venv

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Équipage needs Python 3.11 or newer; $(PYTHON) is older. Say which: make PYTHON=python3.12 …"; exit 2; }
	@echo "Setting up .venv from requirements.lock (once, about two minutes) …"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(VENV)/bin/python -c 'import lightgbm' 2>/dev/null || $(LEND_OPENMP)
	@$(VENV)/bin/python -c 'import lightgbm' || \
	  { echo "LightGBM does not load. On Debian and Ubuntu: apt install libgomp1; on macOS: brew install libomp."; exit 2; }
	@touch $@

setup-spark: $(SPARK) ## add the exact versions of requirements-spark.lock, for engine.name: spark

$(SPARK): $(READY) requirements-spark.lock
	@echo "Adding PySpark from requirements-spark.lock (once, half a gigabyte) …"
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@touch $@

report: $(READY) ## run every stage that is out of date, then say where the report is; MONTH=2026-03 for an earlier one
ifdef EXAMPLE
	@python -m pipelines.build_example "$(EXAMPLE)" "$(DATA)"
else ifdef MONTH
	@python -m pipelines.write_month "$(MONTH)"
else
	@python -m pipelines.run_line
endif

check-data: $(READY) ## say what the exports of source.path hold, and what can be learned from them
ifdef EXAMPLE
	@python -m pipelines.build_example "$(EXAMPLE)" "$(DATA)" check
else
	@python -m pipelines.check_data
endif

test: $(READY) ## lint, types, architecture and tests
	@ruff check . && ruff format --check .
	@mypy
	@lint-imports --no-cache
	@pytest -n 2 --dist loadgroup -m "not spark"
	@echo "The tests of engine.name: spark are apart, since they need Java: make test-spark."

test-spark: $(SPARK) ## the tests of engine.name: spark, on two cores of this machine
	@java -version > /dev/null 2>&1 || \
	  { echo "Spark needs Java 17 or 21, and there is no java on PATH. On Debian and Ubuntu: apt install openjdk-17-jre-headless."; exit 2; }
	@pytest -m spark tests/spark

check: $(READY) ## lint, types and architecture alone
	@ruff check . && ruff format --check .
	@mypy
	@lint-imports --no-cache

ui: $(READY) ## open the runs in MLflow
	@echo "The runs: http://127.0.0.1:5000/#/experiments/1/runs?workflowType=machine_learning"
	@mlflow ui --backend-store-uri sqlite:///$(CURDIR)/mlflow.db --host 127.0.0.1 --port 5000

track: $(READY) ## write the current results into MLflow again, for a lost store
	@dvc repro --single-item --force track_run

publish: $(READY) ## freeze the month's report, MONTH=2026-10 REVIEWER="name", and add it to the ledger
	@python -m pipelines.publish

forget: $(READY) ## remove PERSON=<id>, or everybody past the retention limit, from all that lies here
	@python -m pipelines.forget

benchmark: $(READY) ## time the cold run by stage, into benchmarks/cold_run.json
	@python -m benchmarks.cold_run

lock: ## resolve requirements.in anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --custom-compile-command "make lock" --upgrade requirements.in -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --custom-compile-command "make lock" --upgrade --constraint requirements.lock \
	  requirements-spark.in -o requirements-spark.lock

clean: ## remove everything made; the environment, the ledger and what was published stay
	@[ ! -d data ] || find data -depth -mindepth 1 ! -path data/restricted ! -path 'data/restricted/ledger*' -delete
	rm -rf build .dvc/cache .dvc/tmp mlflow.db mlartifacts metrics/*.json
