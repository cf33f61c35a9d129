"""Results: in which format, and to standard output or to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ofsted_kg.cli import console
from ofsted_kg.cli.tables import Table, plain, show
from ofsted_kg.errors import FormatError


def chosen_format(form: str | None, out: Path | None, known: Sequence[str]) -> str:
    """The format asked for, else that of the file's ending, else the first of the known ones."""
    if form is not None and form not in known:
        raise FormatError(f"unknown format {form!r}. Known: {', '.join(known)}")
    ending = out.suffix.removeprefix(".").lower() if out else ""
    return form or (ending if ending in known else known[0])


def deliver(result: Table | bytes, out: Path | None) -> None:
    """Print a result, or write it to a file and say so."""
    if out is not None:
        out.write_bytes(result if isinstance(result, bytes) else f"{plain(result)}\n".encode())
        console.note(f"wrote {out}")
    elif isinstance(result, Table):
        show(result)
    else:
        console.write(result)


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``no warnings``, ``1 file``, ``5 files``."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
