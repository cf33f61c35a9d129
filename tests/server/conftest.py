"""Two reports, built and served: nothing here may change them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_kg.build import BuildOptions, build
from ofsted_kg.resources import packaged_folder
from ofsted_kg.server.app import create_app
from ofsted_kg.server.settings import Settings

NAMES = ("dudley-2012.txt", "tameside-2012.txt")


@pytest.fixture(scope="session")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge graph of two reports; not to be changed."""
    folder = tmp_path_factory.mktemp("server") / "kg"
    summary = build([packaged_folder("reports") / name for name in NAMES], folder, BuildOptions(jobs=1))
    assert summary.problems == ()
    return folder


@pytest.fixture(scope="session")
def client(kg: Path) -> Iterator[TestClient]:
    """The application of these reports."""
    settings = Settings(deadline=5, rows=3000, url=8000, body=20_000)
    with TestClient(create_app(kg, settings), follow_redirects=False) as made:
        yield made
