"""Where the command line speaks: results to standard output, everything else to standard error.

In a terminal tables are drawn to its width and builds show their progress; in a pipe the same content is plain,
whole and without escape codes.  rich is imported for a terminal alone, since a pipe has no use for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Advance = Callable[[int, int, str], None]
"""Progress so far: (done, of how many, what was done last)."""


def say(text: str = "") -> None:
    """A line of the result, or several."""
    write(f"{text}\n".encode(sys.stdout.encoding, "replace"))


def write(content: bytes) -> None:
    """A result that is made of bytes: RDF, CSV, JSON."""
    sys.stdout.flush()
    rest = memoryview(content)
    while rest:
        # Without a buffer (PYTHONUNBUFFERED) a pipe takes as much as it has room for, and no error is raised.
        rest = rest[sys.stdout.buffer.write(rest) :]


def note(text: str) -> None:
    """A line about the result: what happened, what to do next."""
    sys.stderr.write(text + "\n")


def complain(text: str) -> None:
    """The one line that a failure gets."""
    note("error: " + " ".join(text.split()))


def in_terminal() -> bool:
    """Whether results are read by a person, and not by a program or a file."""
    return sys.stdout.isatty()


def draw(picture: RenderableType) -> None:
    """Something that rich draws, for a terminal."""
    _console().print(picture)


def _console() -> Console:
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False)


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """A progress bar on standard error; silent where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total, _last: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[last]}"))
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(what, total=None, last="")
        yield lambda done, total, last: bar.update(task, completed=done, total=total, last=last)
