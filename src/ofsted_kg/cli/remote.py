"""Commands for triplestores elsewhere: ``push`` and ``pull``."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_kg.cli import console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, AuthOption, KgOption, SecretOption, examples
from ofsted_kg.cli.results import counted
from ofsted_kg.cli.signing_in import needs_remote, sign_in

if TYPE_CHECKING:
    from ofsted_kg.remote.connection import Connection
    from ofsted_kg.remote.pushing import Plan, PushSummary

_Endpoint = Annotated[str, typer.Argument(metavar="ENDPOINT", help="Address of the store, or of its SPARQL.", show_default=False)]
_Update = Annotated[
    str | None, typer.Option("--update", metavar="URL", help="Where it takes SPARQL updates.", show_default=False)
]
_GraphStore = Annotated[
    str | None, typer.Option("--graph-store", metavar="URL", help="Where it takes whole graphs.", show_default=False)
]
_Method = Annotated[
    str | None, typer.Option("--method", metavar="METHOD", help="nquads, put or insert; else found out.", show_default=False)
]


@dataclass(frozen=True, slots=True)
class _Store:
    """The options that tell of a store."""

    endpoint: str
    update: str | None
    graph_store: str | None
    method: str | None
    auth: str | None
    secret_file: Path | None

    def connected(self) -> AbstractContextManager[Connection]:
        """The store, found."""
        with needs_remote():
            from ofsted_kg.remote.connection import connected
            from ofsted_kg.remote.services import Told

        told = Told(self.update, self.graph_store, self.method)
        return connected(self.endpoint, sign_in(self.auth, self.secret_file), told)


@app.command(
    epilog=examples(
        "push http://localhost:7878",
        "push http://localhost:8890 --auth digest --dry-run",
        "push https://store.example/sparql --graph-store https://store.example/data --auth bearer",
    )
)
def push(
    endpoint: _Endpoint,
    update: _Update = None,
    graph_store: _GraphStore = None,
    method: _Method = None,
    auth: AuthOption = None,
    secret_file: SecretOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent; change nothing.")] = False,
    delete: Annotated[bool, typer.Option("--delete", help="Delete there what was pushed once and is no longer here.")] = False,
    by_content: Annotated[bool, typer.Option("--by-content", help="Read every graph back and compare, not only count.")] = False,
    kg: KgOption = DEFAULT_KG,
) -> None:
    """Bring a remote triplestore in step with the knowledge graph.

    Only graphs that differ are sent, each replaced as a whole; graphs of others are never touched. Afterwards the graphs are
    counted: exit status 1 tells that some do not agree. An interrupted push goes on where it stopped.

    With --auth, user and password come from OFSTED_KG_USER and OFSTED_KG_PASSWORD, a token from OFSTED_KG_TOKEN, or either
    from --secret-file; never from the command line, which others can see.
    """
    store = _Store(endpoint, update, graph_store, method, auth, secret_file)
    with store.connected() as remote:
        _push(remote, kg, dry_run=dry_run, delete=delete, by_content=by_content)


def _push(remote: Connection, kg: Path, *, dry_run: bool, delete: bool, by_content: bool) -> None:
    from ofsted_kg.local_graphs import local_graphs
    from ofsted_kg.remote.pushing import PushOptions, plan_push
    from ofsted_kg.remote.pushing import push as send
    from ofsted_kg.store import open_store

    options = PushOptions(delete, by_content)
    with open_store(kg) as store:
        graphs = local_graphs(store, kg)
        if dry_run:
            console.say(_planned(plan_push(remote, graphs, options), remote, delete=delete))
            return
        with console.progress("Sending graphs") as advance:
            summary = send(remote, graphs, options, progress=advance)
    console.say(_done(summary, remote))
    for check in summary.problems:
        console.complain(f"{check.graph}: {check.here:,} triples here, {check.there:,} there; push again")
    if summary.problems:
        raise typer.Exit(1)


@app.command(epilog=examples("pull http://localhost:7878 graph.nq", "pull http://localhost:8890 kg-from-there --auth digest"))
def pull(
    endpoint: _Endpoint,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="RDF file to write, or a folder for a knowledge graph.")],
    graph_store: _GraphStore = None,
    auth: AuthOption = None,
    secret_file: SecretOption = None,
) -> None:
    """Fetch the graphs from a remote triplestore again.

    OUT is a file whose ending names the format, as for export, or a folder, where the graphs are published as by a build.
    Nothing is written unless every graph comes whole.
    """
    from ofsted_kg.export.graph_files import format_of

    is_file = bool(out.suffix)
    if is_file:
        format_of(out)
    with _Store(endpoint, None, graph_store, None, auth, secret_file).connected() as remote:
        console.note(_pulled_file(remote, out) if is_file else _pulled_folder(remote, out))


def _pulled_file(remote: Connection, out: Path) -> str:
    from ofsted_kg.export.graph_files import write_graphs
    from ofsted_kg.remote.pulling import pull as fetch

    with console.progress("Fetching graphs") as advance:
        written = write_graphs((graph.quads for graph in fetch(remote, progress=advance)), out)
    return f"wrote {out}: {written:,} statements"


def _pulled_folder(remote: Connection, out: Path) -> str:
    from ofsted_kg.build import build
    from ofsted_kg.remote.pulling import pull as fetch
    from ofsted_kg.remote.pulling import write_folder

    with console.progress("Fetching graphs") as advance:
        write_folder(fetch(remote, progress=advance), out)
    summary = build([], out)
    return f"{out}: {counted(summary.reports, 'report')}, {summary.triples:,} triples"


def _planned(plan: Plan, remote: Connection, *, delete: bool) -> str:
    """What would be done, a line for each graph that differs."""
    from ofsted_kg.remote.pushing import State

    shown = (State.ADDED, State.CHANGED, *([State.GONE] if delete else []))
    lines = [f"{plan.states[graph]:8} {graph}" for graph in plan.of(*shown)]
    return "\n".join([*lines, f"{remote.services.query}: {_counts(plan)}"])


def _done(summary: PushSummary, remote: Connection) -> str:
    agree = len(summary.checks) - len(summary.problems)
    triples = sum(check.there for check in summary.checks)
    return f"{remote.services.query}: {_counts(summary.plan)}; {agree} of {len(summary.checks)} graphs agree, {triples:,} triples"


def _counts(plan: Plan) -> str:
    from ofsted_kg.remote.pushing import State

    return ", ".join(f"{number} {state}" for state in State if (number := len(plan.of(state)))) or "nothing to do"
