"""Text cases: title, input and expected text, so that a case can be added without knowing Python.

A file holds any number of cases. Each is a title, a line with a single dot, the input, a dot, what is expected, a dot;
blank lines between cases do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    title: str
    given: str
    expected: str

    def __str__(self) -> str:
        return self.title


def read_cases(name: str) -> list[Case]:
    """The cases of ``tests/cases/NAME``."""
    parts: list[list[str]] = [[]]
    for line in (CASES / name).read_text("utf-8").splitlines():
        if line == ".":
            parts.append([])
        else:
            parts[-1].append(line)
    texts = ["\n".join(part).strip("\n") for part in parts]
    assert len(texts) % 3 == 1, f"{name}: a case is not closed by its third dot"
    return [Case(texts[i].strip(), texts[i + 1], texts[i + 2]) for i in range(0, len(texts) - 1, 3)]


def ids(cases: list[Case]) -> list[str]:
    return [case.title for case in cases]
