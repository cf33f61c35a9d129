"""The list of notices in the manual is complete, and each code in it is one that the reader can write."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = re.compile(r'(?:Notice|notice)\(\s*"([a-z-]+)"')


def codes_in_source() -> set[str]:
    return {code for path in (ROOT / "src").rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}


def test_the_manual_lists_every_notice_and_no_other() -> None:
    documented = set(re.findall(r"^\| `([a-z-]+)`", (ROOT / "docs" / "notices.md").read_text("utf-8"), re.MULTILINE))
    assert codes_in_source() - documented == set()
    assert documented - codes_in_source() <= {"stale", "published-with-violations", "review-pending"}
