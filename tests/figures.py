"""Figures that a run of the tests prints at its end, whichever of its processes measured them."""

from __future__ import annotations

from collections.abc import Iterable

FIGURES = "figures"
"""Name of the property under which a test hands in a heading and the lines below it."""


def summary(properties: Iterable[tuple[str, object]]) -> list[str]:
    """What is printed, in the order of the headings, so that two runs print the same."""
    # a test is reported on more than once
    handed_in = sorted({tuple(value) for name, value in properties if name == FIGURES and isinstance(value, list | tuple)})
    return [line for heading, *lines in handed_in for line in ("", heading, *lines)]
