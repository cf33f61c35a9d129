from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ofsted_kg.cli.completion import question_names, report_names


def test_questions_are_completed_from_their_file_names() -> None:
    assert "grade-matrix" in question_names("grade")
    assert question_names("no-such") == []


def test_reports_are_completed_from_their_graphs(kg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFSTED_KG", str(kg))
    assert report_names("p") == ["poole_slac_2011-11-11"]
    assert len(report_names("")) == 5


def test_without_a_knowledge_graph_nothing_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OFSTED_KG", raising=False)
    assert report_names("") == []


@pytest.mark.parametrize(("typed", "offered"), [("ofsted-kg que", "query"), ("ofsted-kg query grade-m", "grade-matrix")])
def test_bash_is_offered_commands_and_names(typed: str, offered: str) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1), "_OFSTED_KG_COMPLETE": "complete_bash"}
    command = [sys.executable, "-m", "ofsted_kg"]
    done = subprocess.run(command, env={**os.environ, **words}, capture_output=True, text=True, check=False, timeout=60)
    assert offered in done.stdout.split()
