"""Knowledge graphs that all processes of a test run share."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from ofsted_kg.build import BuildOptions, build


def built_once(name: str, reports: Sequence[Path], factory: pytest.TempPathFactory) -> Path:
    """A knowledge graph that all processes of a test run share: the first that wants it builds it."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / name / "current").exists():
            assert build(reports, shared / name, BuildOptions(jobs=1)).problems == ()
    return shared / name
