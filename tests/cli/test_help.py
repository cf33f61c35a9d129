from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.cli.conftest import Run

HEAVY = {"rdflib", "pyshacl", "pandas", "pyoxigraph", "openpyxl", "owlready2", "numpy", "rich", "pydantic"}
SCRIPT = "import sys; sys.argv = ['ofsted-kg', '--help']; from ofsted_kg.cli import main\ntry: main()\nexcept SystemExit: pass\n"


def in_a_new_process(script: str) -> subprocess.CompletedProcess[str]:
    """The script in a Python that nobody measures the coverage of, which would take time of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=environment)


def test_help_imports_nothing_heavy() -> None:
    done = in_a_new_process(SCRIPT + "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)")
    assert "Commands:" in done.stdout
    assert HEAVY & set(done.stderr.split()) == set()


def test_help_imports_few_modules_of_any_kind() -> None:
    done = in_a_new_process(SCRIPT + "print(len(sys.modules), file=sys.stderr)")
    assert int(done.stderr) < 300


def test_help_takes_less_than_a_third_of_a_second_of_processor_time() -> None:
    measure = "import time; print(time.process_time(), file=sys.stderr)"
    # what else the machine does can only add to it: one of some is enough
    assert any(float(in_a_new_process(SCRIPT + measure).stderr) < 0.3 for _ in range(12))


def test_each_command_is_listed_with_a_whole_sentence(run: Run) -> None:
    listed = run("--help").stdout.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert len(listed) >= 12
    assert [line for line in listed if not re.fullmatch(r"  [a-z]+ +[A-Z].*[^.]\.", line)] == []


def test_no_arguments_ask_for_help(run: Run) -> None:
    assert run().stdout == run("--help").stdout


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert re.fullmatch(r"ofsted-kg \d+\.\d+\.\d+\n", run("--version").stdout)
