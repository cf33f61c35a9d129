"""Knowledge graphs and the stores that hold them, each started once for a run and stopped at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import kg, run, two_reports
from tests.remote.servers import Triplestore, oxigraph, virtuoso

__all__ = ["kg", "run", "two_reports"]


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Triplestore]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Triplestore]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Virtuoso's user and password in the environment."""
    monkeypatch.setenv("OFSTED_KG_USER", "dba")
    monkeypatch.setenv("OFSTED_KG_PASSWORD", "dba")


@pytest.fixture
def empty_oxigraph(tmp_path: Path) -> Iterator[Triplestore]:
    """A server of the test's own."""
    with oxigraph(tmp_path / "oxigraph") as server:
        yield server
