"""Files and folders given to a build -> the report files to read, in a fixed order, each once.

In a folder and those below it every file that can be read counts as a report, but for README files and hidden ones;
a file that is named itself always counts.  So nothing that lies among reports is passed over in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ofsted_kg.build.outcomes import Outcome, Status
from ofsted_kg.text import MEDIA_TYPES


@dataclass(frozen=True, slots=True)
class Source:
    """One file to convert."""

    path: Path
    sha256: str
    """Of its bytes; empty where it can't be read, which its conversion will explain."""

    @property
    def name(self) -> str:
        """File name without its folder, which identifies the file from build to build."""
        return self.path.name


def find_sources(inputs: Sequence[Path]) -> tuple[tuple[Source, ...], tuple[Outcome, ...]]:
    """The files of all inputs, and a failure for each folder without any."""
    found: dict[Path, Source] = {}
    failures = []
    for given in inputs:
        files = tuple(_reports_below(given)) if given.is_dir() else (given,)
        if not files:
            failures.append(
                Outcome(str(given), Status.FAILED, f"{given}: no report here: no file ending in {', '.join(MEDIA_TYPES)}")
            )
        for path in files:
            found.setdefault(path.resolve(), Source(path, _sha256(path)))
    return tuple(found.values()), tuple(failures)


def _reports_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in MEDIA_TYPES and path.stem.lower() != "readme" and not hidden and path.is_file():
            yield path


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
