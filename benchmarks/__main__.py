"""The one command: measure, print, write down; status 1 where anything costs more than allowed."""

from __future__ import annotations

import argparse
import importlib
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Final

from benchmarks.corpus import kept_in
from benchmarks.table import Table, in_markdown

PAGE: Final = Path(__file__).parents[1] / "docs" / "benchmarks.md"
INTRODUCTION: Final = """\
# What it costs

Written by `python -m benchmarks` (`make bench`), which measures everything anew, or with names of what to measure just
that: costs are processor time of all processes together, memory is that of all processes at the same moment. The first
column is what counts: what was measured, of what is allowed; 1.00 is the limit. Milliseconds differ from machine to
machine, ratios hardly.
"""


def modules(names: list[str]) -> Iterator[ModuleType]:
    """The modules that measure something, by name; all where no name is given."""
    found = sorted(module.name for module in iter_modules([str(Path(__file__).parent)]) if module.name.startswith("bench_"))
    for name in found:
        if not names or name.removeprefix("bench_") in names:
            module = importlib.import_module(f"benchmarks.{name}")
            if hasattr(module, "tables"):
                yield module


def measured(names: list[str], quick: bool) -> Iterator[Table]:
    """All tables, each as soon as it is there."""
    for module in modules(names):
        yield from module.tables(quick)


def page(before: str, tables: Iterable[Table]) -> str:
    """The page of the manual: its tables as they were before, but for those that were measured now; by title."""
    engine = f"Python {platform.python_version()}, {platform.machine()}"
    kept = {section.partition("\n")[0]: f"## {section.rstrip()}\n" for section in before.split("\n## ")[1:]}
    sections = kept | {table.title: in_markdown(table) for table in tables}
    return INTRODUCTION + f"\nThe figures below: {engine}.\n\n" + "\n".join(sections[title] for title in sorted(sections))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="measure only these: build, conversion, queries, validation, ...")
    parser.add_argument("--quick", action="store_true", help="5 and 50 reports, not 500; the page is not written")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what is built there, and use it in the next run")
    chosen = parser.parse_args()
    if chosen.keep:
        kept_in(chosen.keep)
    tables = []
    for table in measured(chosen.names, chosen.quick):
        print(in_markdown(table), flush=True)
        tables.append(table)
    if not chosen.quick:
        PAGE.write_text(page(PAGE.read_text("utf-8") if PAGE.exists() else "", tables), "utf-8")
    failures = [(table.title, row) for table in tables for row in table.failures]
    for title, row in failures:
        print(f"more than allowed: {title}: {', '.join(row.cells)}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
