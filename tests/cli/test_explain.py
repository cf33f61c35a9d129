"""``explain``: one paragraph marked, with its findings and their reasons."""

from __future__ import annotations

import io
import re

import pytest
from tests.cli.conftest import Run

from ofsted_kg.cli import console
from ofsted_kg.resources import packaged_folder

DUDLEY = packaged_folder("reports") / "dudley-2012.txt"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def test_a_paragraph_is_shown_with_its_marks_and_its_findings(run: Run) -> None:
    shown = run("explain", DUDLEY, 14).stdout.splitlines()
    assert shown[0] == "Paragraph 14, safeguarding/overall-effectiveness"
    (clause,) = (line for line in shown if "| marac]" in line)
    assert clause.startswith("weakness               but the [Multi-Agency Risk Assessment Conference | marac] ([MARAC | marac])")
    assert "{effectively | weakness: not-good}" in clause
    at = next(place for place, line in enumerate(shown) if line.startswith("marac weakness: "))
    assert shown[at + 1].startswith("  model: ")
    assert shown[at + 2] == "  not-good: effectively"


def test_the_legend_is_no_part_of_the_result(run: Run) -> None:
    shown = run("explain", DUDLEY, 14)
    assert shown.stderr.startswith("left: how the clause judges")
    assert "how the clause judges" not in shown.stdout


def test_the_rules_alone_give_their_own_reasons(run: Run) -> None:
    shown = run("explain", "--rules-only", DUDLEY, 14).stdout
    assert "\n  rules: weakness\n  not-good: effectively\n" in shown
    assert "model: " not in shown


def test_a_section_without_judgements_says_so(run: Run) -> None:
    shown = run("explain", DUDLEY, 5).stdout
    assert shown.endswith("\nNo findings: inspectors do not judge in this section.\n")


def test_a_paragraph_that_is_not_there_is_one_line(run: Run) -> None:
    asked = run("explain", DUDLEY, 214)
    assert (asked.exit_code, asked.stdout) == (2, "")
    assert asked.stderr == "error: dudley-2012.txt: there is no paragraph 214; the last is 96\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_the_same_words_in_colour(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run("explain", DUDLEY, 14).stdout
    screen = Terminal()
    monkeypatch.setattr(console, "in_terminal", lambda: True)
    monkeypatch.setattr(console, "draw", lambda picture: drawn(picture, screen))
    run("explain", DUDLEY, 14)
    assert "\x1b[31m" in screen.getvalue()
    assert ESCAPES.sub("", screen.getvalue()).split() == plain.split()


def drawn(picture: object, screen: io.StringIO) -> None:
    from rich.console import Console

    Console(file=screen, force_terminal=True, width=400, color_system="standard", _environ={"TERM": "xterm"}).print(picture)
