"""The command group: how every command ends.

A command returns, or raises ``typer.Exit`` with 1 where what it checked is not in order.  Everything that it can't
do ends here as one line on standard error and exit status 2: an error of this package, of the command line itself or
of the operating system (a full disk, no permission).  A reader that closes the pipe ends it in silence.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from ofsted_kg.cli import console
from ofsted_kg.errors import OfstedKgError

COULD_NOT_RUN = 2
_SIGNALLED = 128
"""Shells report a command that a signal ended as 128 and the signal's number."""


_ORDER: Final = (
    "demo",
    "facts",
    "explain",
    "build",
    "remove",
    "validate",
    "verify",
    "queries",
    "query",
    "sparql",
    "review",
    "export",
    "describe",
    "push",
    "pull",
    "plot",
    "network",
    "serve",
    "mcp",
)
"""Commands in the order in which one comes to need them; others follow."""


class OneLineErrors(TyperGroup):
    """A group whose commands fail with one line."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of the commands as the help lists them."""
        return sorted(super().list_commands(ctx), key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options before the command; nothing at all asks for help."""
        with _endings():
            return super().parse_args(ctx, args or ["--help"])

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and write out what it printed while a failure can still be reported."""
        with _endings():
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


@contextmanager
def _endings() -> Iterator[None]:
    try:
        yield
    except typer.TyperException as error:
        console.complain(_usage(error))
        raise typer.Exit(COULD_NOT_RUN) from None
    except OfstedKgError as error:
        console.complain(str(error))
        raise typer.Exit(COULD_NOT_RUN) from None
    except BrokenPipeError:
        # Python flushes standard output once more at exit, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_SIGNALLED + signal.SIGPIPE) from None
    except OSError as error:
        console.complain(f"{error.filename or 'output'}: {error.strerror or error}")
        raise typer.Exit(COULD_NOT_RUN) from None
    except KeyboardInterrupt:
        console.note("interrupted")
        raise typer.Exit(_SIGNALLED + signal.SIGINT) from None


def _usage(error: typer.TyperException) -> str:
    """What is wrong with the command line, and which help page says how it is meant."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "ofsted-kg"
    message = error.format_message()
    return f"{message if message.endswith('?') else message.rstrip('.') + '.'} See: {command} --help"


app = typer.Typer(
    name="ofsted-kg",
    cls=OneLineErrors,
    help="A knowledge graph of English children's-services inspections, with the sentence behind each answer.",
    epilog="Exit status: 0 done, 1 violations were found or some inputs failed, 2 could not run.",
    pretty_exceptions_enable=False,
    # rich would double the time that --help takes
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        console.say(f"ofsted-kg {version('ofsted-kg')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Options that stand before the command."""
