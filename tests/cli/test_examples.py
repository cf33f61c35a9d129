"""Every example of every help page runs, in a folder that holds what the examples name."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from docs.generate import commands, help_page
from tests.cli.conftest import TWO_REPORTS, Run

from ofsted_kg.remote.retries import Retries
from ofsted_kg.resources import packaged_folder

QUERY = "SELECT * { VALUES ?x { 1 } }\n"
UNTIL_STOPPED = {("serve",), ("mcp",)}
"""Commands that run until they are stopped; tests/server/test_serving.py and tests/test_assistants.py start them as processes."""


def shown_examples() -> Iterator[str]:
    for words in (words for words in commands() if words not in UNTIL_STOPPED):
        _, _, examples = help_page(words).partition("Examples:\n")
        yield from (line.strip() for line in examples.splitlines() if line.strip())


ADDRESS = re.compile(r"(?<!<)\b(?<!--published-at )(?:https?|tcp)://")
"""Of a machine that is asked; an address that is only written down is none."""
EXAMPLES = [line for line in shown_examples() if not ADDRESS.search(line)]
ELSEWHERE = [line for line in shown_examples() if ADDRESS.search(line)]
"""Those that ask another machine; tests/remote and tests/test_build_on_dask.py run these commands on real ones."""


@pytest.fixture
def folder(tmp_path: Path, kg: Path, two_reports: Path) -> Path:
    shutil.copytree(kg, tmp_path / "first-look")
    for name in ("kg", "west-midlands"):
        shutil.copytree(two_reports, tmp_path / name)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "reports").mkdir()
    for report in TWO_REPORTS:
        (tmp_path / "data" / "reports" / report.name).symlink_to(report)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "poole.txt").symlink_to(packaged_folder("reports") / "poole-2011.txt")
    (tmp_path / "my-ontology").mkdir()
    (tmp_path / "question.rq").write_text(QUERY, "utf-8")
    return tmp_path


def expanded(line: str) -> list[str]:
    """The words of a command line as a shell would hand them over, without a redirection at its end."""
    words = shlex.split(line.partition(" > ")[0])
    return [found for word in words for found in sorted(map(str, Path().glob(word)) if word.endswith("*.txt") else [word])]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 20


@pytest.mark.parametrize("line", EXAMPLES)
@pytest.mark.usefixtures("folder")
def test_the_example_works(line: str, run: Run) -> None:
    done = run(*expanded(line)[1:])
    assert done.exit_code == 0, done.stderr


@pytest.mark.parametrize("line", ELSEWHERE)
@pytest.mark.usefixtures("folder")
def test_the_example_that_asks_another_machine_is_understood_and_says_what_is_missing(
    line: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ofsted_kg.remote.connection.Retries", partial(Retries, first=0.001))
    done = run(*expanded(line)[1:])
    assert (done.exit_code, done.stderr.startswith("error: ")) == (2, True)
    assert "--help" not in done.stderr
    assert any(reason in done.stderr for reason in ("can't be reached", "from the environment or a file", "no Dask scheduler"))
