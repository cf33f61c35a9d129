# make demo   the five sample reports as a knowledge graph in ./kg, and a first answer from it
# make test   ruff, mypy --strict, pytest with a floor under coverage, and the wheel in an environment of its own
# Each does its own set-up in .venv.

BIN := .venv/bin
JOBS ?= 2

.PHONY: help demo test lint types unit wheel docs bench clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo:
	@scripts/prepare
	@$(BIN)/ofsted-kg demo

test:
	@scripts/prepare test
	@$(MAKE) --no-print-directory lint types unit wheel

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

unit:
	$(BIN)/pytest -n $(JOBS) --dist worksteal --durations=40 --cov --cov-report=term

wheel:
	scripts/try-wheel

# Writes what tests/test_docs.py compares: the help pages and the outputs shown in README.md; the page of the stored questions;
# and the ontology as a page.
docs:
	@scripts/prepare test
	$(BIN)/python docs/generate.py
	$(BIN)/python -m ofsted_kg.question_pages
	$(BIN)/python docs/ontology_page.py

bench:
	@scripts/prepare bench
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv dist build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis
