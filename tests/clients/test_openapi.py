"""The description of the interface, and the interface as a fuzzer reads it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from openapi_spec_validator import OpenAPIV31SpecValidator, validate

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
BOUNDS = (
    "--phases",
    "examples,fuzzing",
    "--max-examples",
    "5",
    "--generation-deterministic",
    "--workers",
    "2",
    "--no-color",
    "--request-timeout",
    "60",
)


def test_the_description_is_valid_openapi(site: str) -> None:
    described = json.load(urlopen(f"{site}/openapi.json"))
    assert described["openapi"].startswith("3.1")
    validate(described, cls=OpenAPIV31SpecValidator)


def test_the_description_names_every_question(site: str) -> None:
    described = json.load(urlopen(f"{site}/openapi.json"))
    listed = json.load(urlopen(f"{site}/api/questions"))["questions"]
    assert set(described["paths"]) == {question["href"] for question in listed}


def test_schemathesis_finds_nothing(site: str, tmp_path: Path) -> None:
    command = [SCHEMATHESIS, "run", f"{site}/openapi.json", *BOUNDS]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300, cwd=tmp_path)
    assert (done.returncode, done.stdout[-2000:] if done.returncode else "") == (0, "")
    assert "No issues found" in done.stdout
