"""The five reports, served by a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphs import built_once
from ofsted_kg.resources import packaged_folder
from served import served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the served reports."""
    kg: Path = built_once("kg-of-five", [packaged_folder("reports")], tmp_path_factory)
    with served(kg) as address:
        yield address
