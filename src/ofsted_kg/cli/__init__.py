"""The command line: parse, call one function, print.

``ofsted-kg --help`` must answer at once, so that each module here imports typer and no more, and each command imports
what it needs when it runs.
"""

from __future__ import annotations

from ofsted_kg.cli import (
    assistants,
    checks,
    demo,
    description,
    explain,
    graphs,
    pictures,
    questions,
    remote,
    reports,
    reviewing,
    serve,
    sparql,
    vocabularies,
)
from ofsted_kg.cli.application import app

__all__ = [
    "app",
    "assistants",
    "checks",
    "demo",
    "description",
    "explain",
    "graphs",
    "main",
    "pictures",
    "questions",
    "remote",
    "reports",
    "reviewing",
    "serve",
    "sparql",
    "vocabularies",
]


def main() -> None:
    """Run the command that the arguments of this process name, and leave with its exit status."""
    app(prog_name="ofsted-kg")
