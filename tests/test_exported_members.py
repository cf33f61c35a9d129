"""The public names: each can be imported, is documented, and costs nothing until it is used."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import ofsted_kg

MANUAL = Path(__file__).parents[1] / "docs" / "python.md"
HEAVY = {"rdflib", "pyshacl", "pandas", "pyoxigraph", "openpyxl", "typer", "rich"}


def loaded_by(statement: str) -> set[str]:
    """Top-level names of the modules that a fresh process holds after a statement."""
    script = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_the_names_are_sorted_and_listed() -> None:
    assert list(ofsted_kg.__all__) == sorted(ofsted_kg.__all__)
    assert dir(ofsted_kg) == list(ofsted_kg.__all__)


@pytest.mark.parametrize("name", ofsted_kg.__all__)
def test_each_name_can_be_imported_and_says_what_it_is(name: str) -> None:
    exported = getattr(ofsted_kg, name)
    assert exported.__doc__
    assert exported.__name__ == name


@pytest.mark.parametrize("name", ofsted_kg.__all__)
def test_each_name_is_in_the_manual(name: str) -> None:
    assert f"`{name}`" in MANUAL.read_text("utf-8")


def test_no_name_is_hidden_by_a_module_of_the_same_name() -> None:
    assert {module.name for module in pkgutil.iter_modules(ofsted_kg.__path__)} & set(ofsted_kg.__all__) == set()


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'ofsted_kg' has no attribute 'nothing'"):
        importlib.import_module("ofsted_kg").nothing  # noqa: B018


def test_importing_the_package_costs_nothing() -> None:
    assert HEAVY & loaded_by("import ofsted_kg") == set()


def test_converting_needs_no_pandas_no_rdflib_and_no_shacl_engine() -> None:
    assert {"rdflib", "pyshacl", "pandas", "openpyxl"} & loaded_by("from ofsted_kg import convert, open_graph") == set()
