"""What a build was asked to do and what became of each input.  Types only, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What became of one input."""

    ADDED = "added"
    """A report that the graph did not have."""
    CHANGED = "changed"
    """A report whose graph was replaced."""
    CURRENT = "current"
    """Nothing to do: the graph was made from this very text, by this release, with this vocabulary."""
    REMOVED = "removed"
    """A report that was taken out, by ``remove``."""
    DUPLICATE = "duplicate"
    """Refused: another file of the same inspection."""
    INVALID = "invalid"
    """Kept out: its graph violates the shapes."""
    FAILED = "failed"
    """Not converted: no report that can be read."""


_PROBLEMS = frozenset({Status.DUPLICATE, Status.INVALID, Status.FAILED})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input, in the order of the inputs."""

    source: str
    """Path of the file as it was given."""
    status: Status
    message: str = ""
    """One line on what went wrong and what to do; also where a report was published in spite of violations."""
    report: str = ""
    """IRI of the report, where it is known."""
    name: str = ""
    """Short name of the report, e.g. ``dudley_slac_2011-12-09``; ``remove`` takes it."""
    violations: tuple[str, ...] = ()
    """What the shapes say against it, one line each."""

    @property
    def is_problem(self) -> bool:
        """Whether the input did not make it into the graph."""
        return self.status in _PROBLEMS


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did."""

    outcomes: tuple[Outcome, ...]
    reports: int
    """Reports in the graph now."""
    triples: int
    """Triples in all graphs together, vocabulary and ontology included."""
    version: str | None
    """Version of the index that is published now; None where there is nothing to publish."""
    notes: tuple[str, ...] = ()
    """What else a user should know, one line each."""

    @property
    def problems(self) -> tuple[Outcome, ...]:
        """The inputs that did not make it; exit status 1 unless there are none."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_problem)

    def count(self, status: Status) -> int:
        """Number of inputs with that status."""
        return sum(outcome.status is status for outcome in self.outcomes)
