"""What the stored questions cost, each of them narrowed by each parameter, and as a whole table.

Narrowed: until the answer stands in Python, the vocabulary's labels read before.  Whole: the same, against the bare
join, which is the same patterns without parameters, their filters and order, rows taken as the store gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks.corpus import built
from benchmarks.narrowing import NEEDED, narrowings
from benchmarks.table import Row, Table
from benchmarks.timing import timed
from ofsted_kg.answers import Answer, answer
from ofsted_kg.binding import bind, read_choices
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.queries import load_questions
from ofsted_kg.question import Question
from ofsted_kg.resources import overlaid_files
from ofsted_kg.store import EmbeddedStore, open_store

LIMITS: Final = {5: 10.0, 500: 100.0}
"""Milliseconds allowed to a narrowed question at so many reports."""
WHOLE: Final = 2.0
"""How many times its bare join a whole table may take."""
MANY: Final = 1000
"""A value that leaves more rows than these does not narrow: its answer counts as a table."""
SECONDS: Final = 0.4


@dataclass(frozen=True)
class Corpus:
    """A knowledge graph of so many reports, open."""

    reports: int
    store: EmbeddedStore
    labels: Labels

    def ask(self, question: Question, choices: Mapping[str, str]) -> tuple[float, Answer]:
        """Milliseconds and answer."""
        given = {**NEEDED.get(question.name, {}), **choices}
        found = timed(lambda: answer(self.store, question, given, labels=self.labels), SECONDS)
        return 1000 * found.seconds, found.result

    def join(self, question: Question, choices: Mapping[str, str]) -> float:
        """Milliseconds that the bare join of a question takes."""
        terms = read_choices(question, {**NEEDED.get(question.name, {}), **choices}, self.labels)
        sparql = bare_join(bind(question, terms))
        return 1000 * timed(lambda: self.store.query(sparql), SECONDS).seconds


def tables(quick: bool) -> Iterator[Table]:
    sizes = (5, 50) if quick else (5, 50, 500)
    questions = load_questions(overlaid_files("queries", ".rq"))
    corpora = [opened(size) for size in sizes]
    wholes = {name: corpora[0].ask(question, {})[1] for name, question in questions.items()}
    asked = [(questions[name], {key: value}) for name, whole in wholes.items() for key, value in narrowings(whole).items()]
    narrowed = [_narrowed(corpora, question, choices) for question, choices in asked]
    heads = ("question", "narrowed by", *(head for size in sizes for head in (f"rows at {size}", f"ms at {size}")))
    text = (
        "Each stored question narrowed by each of its parameters, to a value of the first row of its whole answer. Allowed are "
        f"{LIMITS[5]:g} ms at 5 reports and {LIMITS[500]:g} ms at 500; where more than {MANY:,} rows are left, a value does not "
        f"narrow, and {WHOLE:g} times the bare join is allowed, as for a table."
    )
    yield Table("Narrowed questions", text, heads, tuple(narrowed))
    corpora = corpora[:1] if quick else corpora[:2]
    sizes = tuple(corpus.reports for corpus in corpora)
    heads = ("question", *(head for size in sizes for head in (f"rows at {size}", f"ms at {size}", f"times its join at {size}")))
    text = (
        "Each stored question as a whole table, against its bare join in the same run: the same patterns without parameters, "
        f"their filters and order, rows taken as the store gives them. Allowed is {WHOLE:g} times the join."
    )
    yield Table("Whole tables", text, heads, tuple(_whole(corpora, question) for question in questions.values()))


def opened(size: int) -> Corpus:
    store = open_store(built(size).graph)
    return Corpus(size, store, read_labels(store))


def bare_join(sparql: str) -> str:
    """A query without order and without the filters of its parameters."""
    kept: list[str] = []
    depth = 0
    for line in sparql.split("\n"):
        if depth or line.strip().startswith(("ORDER BY", "FILTER(!BOUND(?")):
            # a filter with EXISTS goes on to its closing bracket
            depth += line.count("(") + line.count("{") - line.count(")") - line.count("}")
        else:
            kept.append(line)
    return "\n".join(kept)


def _narrowed(corpora: list[Corpus], question: Question, choices: dict[str, str]) -> Row:
    cells: list[str] = []
    ratios: list[float] = []
    for corpus in corpora:
        taken, found = corpus.ask(question, choices)
        cells += [f"{len(found.rows):,}", f"{taken:.1f}"]
        if len(found.rows) > MANY:
            ratios.append(taken / corpus.join(question, choices) / WHOLE)
        elif corpus.reports in LIMITS:
            ratios.append(taken / LIMITS[corpus.reports])
    [(name, value)] = choices.items()
    said = value.rpartition("/id/")[2] if value.startswith("https://") else value
    return Row((question.name, f"{name} {said}", *cells), max(ratios))


def _whole(corpora: list[Corpus], question: Question) -> Row:
    cells: list[str] = []
    ratios: list[float] = []
    for corpus in corpora:
        taken, found = corpus.ask(question, {})
        times = taken / corpus.join(question, {})
        ratios.append(times / WHOLE)
        cells += [f"{len(found.rows):,}", f"{taken:.1f}", f"{times:.2f}"]
    return Row((question.name, *cells), max(ratios))
