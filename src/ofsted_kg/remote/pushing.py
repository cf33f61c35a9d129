"""Push: bring the graphs of a remote store in step with those of a folder.

What is sent is decided by three things: the ledger there (which graphs were put in whole, with their hashes), the
number of triples that each graph holds there now, and, where the ledger knows nothing of a graph that is there or the
user asks for it, what the graph says.  Graphs that are neither here nor in the ledger are never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ofsted_kg.local_graphs import LocalGraph
from ofsted_kg.rdf.namespaces import PUSHED_GRAPH
from ofsted_kg.remote.by_value import same_graph
from ofsted_kg.remote.connection import Connection
from ofsted_kg.remote.ledger import Entry, count_triples, ledger_graph, read_ledger
from ofsted_kg.remote.reading import read_graph
from ofsted_kg.remote.writers import Content, Writer, writer

Progress = Callable[[int, int, str], None]
"""Called with (done, of how many, what was done last)."""

_BATCH_BYTES = 16_000_000
"""N-Quads after which the ledger is written: as much is sent again, at most, after an interruption."""


class State(StrEnum):
    """What a push does about a graph."""

    ADDED = "added"
    CHANGED = "changed"
    CURRENT = "current"
    GONE = "gone"
    """It was pushed once and is no longer here."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done."""

    local: tuple[LocalGraph, ...]
    states: Mapping[str, State]
    """By IRI of the graph."""
    counts: Mapping[str, int]
    """Triples there now, by IRI of the graph."""
    ledger: Mapping[str, Entry]
    """As it stands there."""

    def of(self, *states: State) -> tuple[str, ...]:
        """Graphs in some states, in order."""
        return tuple(graph for graph, state in self.states.items() if state in states)


@dataclass(frozen=True, slots=True)
class Check:
    """A graph with its number of triples here and there."""

    graph: str
    here: int
    there: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.here == self.there


@dataclass(frozen=True, slots=True)
class PushOptions:
    """How to push."""

    delete: bool = False
    """Whether graphs that are no longer here are deleted there."""
    by_content: bool = False
    """Whether every graph is read back and compared, not only counted."""


@dataclass(frozen=True, slots=True)
class PushSummary:
    """What was done."""

    plan: Plan
    deleted: tuple[str, ...]
    checks: tuple[Check, ...]
    """Every graph of ours, counted after all was sent."""

    @property
    def problems(self) -> tuple[Check, ...]:
        """Graphs whose counts do not agree."""
        return tuple(check for check in self.checks if not check.agrees)


def plan_push(remote: Connection, local: Sequence[LocalGraph], options: PushOptions | None = None) -> Plan:
    """What a push would do; nothing is changed."""
    chosen = options or PushOptions()
    ledger = read_ledger(remote)
    gone = [graph for graph in ledger if graph not in {here.iri for here in local}]
    counts = _counts(remote, [*(graph.iri for graph in local), *gone])
    states = {graph.iri: _state(remote, graph, ledger.get(graph.iri), counts[graph.iri], chosen) for graph in local}
    return Plan(tuple(local), states | dict.fromkeys(gone, State.GONE), counts, ledger)


def push(
    remote: Connection,
    local: Sequence[LocalGraph],
    options: PushOptions | None = None,
    *,
    progress: Progress = lambda _done, _total, _name: None,
) -> PushSummary:
    """Replace what differs there, and count what is there then.  It may be interrupted anywhere and started again."""
    chosen = options or PushOptions()
    plan = plan_push(remote, local, chosen)
    deleted = plan.of(State.GONE) if chosen.delete else ()
    checks = _carried_out(remote, plan, deleted, progress)
    wrong = [check.graph for check in checks if not check.agrees]
    if wrong:
        # such as blank nodes that are there twice, after a request whose answer was lost: once more, and then it is told
        kept = [graph for graph in plan.of(State.GONE) if graph not in deleted]
        states = {graph.iri: State.CHANGED if graph.iri in wrong else State.CURRENT for graph in local}
        counts = {check.graph: check.there for check in checks}
        again = Plan(plan.local, states | dict.fromkeys(kept, State.GONE), counts, plan.ledger)
        checks = _carried_out(remote, again, (), progress)
    return PushSummary(plan, deleted, checks)


def _carried_out(remote: Connection, plan: Plan, deleted: Sequence[str], progress: Progress) -> tuple[Check, ...]:
    """Send and delete, then count every graph of ours."""
    touched = (*plan.of(State.ADDED, State.CHANGED), *deleted)
    if touched or _true_entries(plan) != plan.ledger:
        _Sender(writer(remote.transport, remote.services), plan, progress).send(deleted)
    counts = {**plan.counts, **_counts(remote, touched)}
    expected = {graph.iri: graph.triples for graph in plan.local} | dict.fromkeys(deleted, 0)
    return tuple(Check(graph, number, counts[graph]) for graph, number in expected.items())


def _counts(remote: Connection, graphs: Sequence[str]) -> dict[str, int]:
    return count_triples(remote, graphs, one_by_one=remote.services.counts_one_by_one)


def _state(remote: Connection, graph: LocalGraph, entry: Entry | None, count: int, options: PushOptions) -> State:
    if count == 0:
        return State.ADDED
    if count != graph.triples or (entry and entry.sha256 != graph.sha256):
        return State.CHANGED
    if entry and not options.by_content:
        return State.CURRENT
    return State.CURRENT if same_graph(read_graph(remote, graph.iri), graph.statements()) else State.CHANGED


def _true_entries(plan: Plan) -> dict[str, Entry]:
    """The ledger without what is about to be replaced, with what was found to be there."""
    kept = {graph: plan.ledger[graph] for graph in plan.of(State.GONE)}
    current = {graph.iri: _entry(graph) for graph in plan.local if plan.states[graph.iri] is State.CURRENT}
    return dict(sorted((kept | current).items()))


def _entry(graph: LocalGraph) -> Entry:
    return Entry(graph.sha256, graph.triples)


class _Sender:
    """Sends what a plan says, and keeps the ledger true."""

    def __init__(self, way: Writer, plan: Plan, progress: Progress) -> None:
        self._way = way
        self._plan = plan
        self._progress = progress
        self._entries = _true_entries(plan)

    def send(self, deleted: Iterable[str]) -> None:
        if self._entries != self._plan.ledger:
            self._save()
        waiting = [graph for graph in self._plan.local if self._plan.states[graph.iri] is not State.CURRENT]
        done = 0
        for batch in _batches(waiting):
            self._put(batch)
            done += len(batch)
            self._progress(done, len(waiting), batch[-1].name)
        for graph in deleted:
            self._way.delete(graph)
            del self._entries[graph]
            self._save()

    def _put(self, batch: Sequence[LocalGraph]) -> None:
        contents = [Content(g.iri, g.read(), is_new=self._plan.states[g.iri] is State.ADDED) for g in batch]
        self._way.put(contents)
        self._entries |= {graph.iri: _entry(graph) for graph in batch}
        self._save()

    def _save(self) -> None:
        if self._entries:
            self._way.put([Content(PUSHED_GRAPH.value, ledger_graph(self._entries))])
        else:
            self._way.delete(PUSHED_GRAPH.value)


def _batches(graphs: Iterable[LocalGraph]) -> Iterator[list[LocalGraph]]:
    """Graphs in order, in groups of bounded size."""
    batch: list[LocalGraph] = []
    size = 0
    for graph in graphs:
        batch.append(graph)
        size += graph.size
        if size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
