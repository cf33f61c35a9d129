"""The Python API: what the command line does, for programs.

>>> import ofsted_kg
>>> ofsted_kg.build_graph(["data/reports"], "kg")
>>> with ofsted_kg.open_graph("kg") as graph:
...     rows = graph.ask("grades-of-area", {"area": "partnership working"})
...     frame = graph.ask_frame("recommendations", {"timescale": "immediately"})

Errors are subclasses of `OfstedKgError`, each with one line that says what is wrong and what to do.  Nothing here prints,
or reads the environment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ofsted_kg import pipeline
from ofsted_kg.answers import Answer, Cell, answer
from ofsted_kg.binding import Choice
from ofsted_kg.build import BuildOptions, BuildSummary, Workshop
from ofsted_kg.build import build as run_build
from ofsted_kg.export.graph_files import graphs_of, write_graphs
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.pipeline import Conversion
from ofsted_kg.queries import find_question, load_question, load_questions
from ofsted_kg.question import Question
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import overlaid_files
from ofsted_kg.store import EmbeddedStore, Solutions
from ofsted_kg.tables import to_dataframe
from ofsted_kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pandas
    import rdflib

AnyPath = Path | str


def read_vocabulary(ontology: AnyPath | None = None) -> Vocabulary:
    """The packaged vocabulary, with the Turtle of a folder laid over it; VocabularyError names file and line."""
    return packaged_vocabulary(_path(ontology))


def convert(report: AnyPath, vocabulary: Vocabulary | None = None) -> Conversion:
    """One report: its facts as frozen values, and its named graph as sorted N-Quads (bytes).

    Reading the vocabulary takes longer than converting a report: pass one where there are many.  Offsets of a fact's
    passage count characters of the decoded file.  SourceError where it is no report that can be read.
    """
    return pipeline.convert(Path(report), vocabulary or read_vocabulary())


def build_graph(
    reports: Sequence[AnyPath], kg: AnyPath, *, jobs: int | None = None, ontology: AnyPath | None = None, replace: bool = False
) -> BuildSummary:
    """Convert, validate and publish report files, and those in folders, in the knowledge graph of the folder ``kg``.

    Only what changed is converted, in ``jobs`` processes (None: one for each core).  What is wrong with single files is
    in the summary's ``problems``; StoreError and its kin where the build as a whole can't run.
    """
    options = BuildOptions(jobs=jobs, replace=replace, workshop=Workshop(_path(ontology)))
    return run_build([Path(report) for report in reports], Path(kg), options)


def open_graph(kg: AnyPath, *, queries: AnyPath | None = None) -> KnowledgeGraph:
    """The knowledge graph in a folder, for reading; NoKnowledgeGraph where nothing has been built.

    ``queries`` is a folder of stored questions laid over the packaged ones.
    """
    return KnowledgeGraph(EmbeddedStore(Path(kg)), _path(queries))


@dataclass(frozen=True)
class KnowledgeGraph:
    """A knowledge graph as it was published when it was opened.  Close it, or use it in a ``with`` block."""

    store: EmbeddedStore
    """What answers SPARQL; its terms are those of pyoxigraph."""
    overlay: Path | None = None
    """Folder of stored questions laid over the packaged ones."""

    def questions(self) -> dict[str, Question]:
        """Stored questions by name, each with its parameters and columns; QuerySyntaxError where a file is malformed."""
        return load_questions(self._files.values())

    def question(self, name: str) -> Question:
        """One stored question; UnknownQuery offers the nearest names."""
        return load_question(find_question(self._files, name))

    def answer(self, question: str, choices: Mapping[str, Choice] | None = None) -> Answer:
        """The answer to a stored question, with its columns, the SPARQL that was run, and warnings.

        ``choices`` maps parameters to values: strings, numbers, dates, or lists of them (any may hold).  A concept may be
        called by any of its names.  UnknownQuery and ParameterError offer what was probably meant.
        """
        return answer(self.store, self.question(question), choices, labels=self._labels)

    def ask(self, question: str, choices: Mapping[str, Choice] | None = None) -> tuple[dict[str, Cell], ...]:
        """The rows of `answer` as dictionaries by column.

        Values are str, int, Decimal, bool, date, tuples of str, None, or `Resource` (with ``iri`` and ``label``).
        """
        return self.answer(question, choices).records()

    def ask_frame(self, question: str, choices: Mapping[str, Choice] | None = None) -> pandas.DataFrame:
        """The rows of `answer` as a data frame, one column for each of the question's; needs pandas.

        Concepts stand by their label, reports and passages by their IRI; integers are ``Int64``, dates ``datetime64``.
        """
        return to_dataframe(self.answer(question, choices))

    def select(self, sparql: str) -> Solutions:
        """Solutions of a free SELECT: ``columns`` and ``rows`` of pyoxigraph terms, None where unbound.

        QuerySyntaxError names line and column; updates and SERVICE are refused.
        """
        return self.store.query(sparql)

    def gold(self, report: str | None = None, *, everything: bool = False) -> dict[str, Any] | list[dict[str, Any]]:
        """What people confirmed, in the shape of ``ofsted-kg facts``: of one report, or a list of all that were reviewed.

        ``everything`` adds the findings that nobody has reviewed.  StoreError for an unknown report.
        """
        from ofsted_kg.review_gold import gold_of, gold_of_all

        return gold_of(self.store, report, everything) if report else gold_of_all(self.store, everything)

    def to_rdflib(self, report: str | None = None) -> rdflib.Graph:
        """All triples as an `rdflib.Graph`, or those of the report with that IRI alone; StoreError for an unknown one.

        Takes some three seconds for each hundred thousand triples.
        """
        from ofsted_kg.export.rdflib_graph import rdflib_graph

        return rdflib_graph(self.store, report)

    def export(self, path: AnyPath) -> int:
        """Write everything to one RDF file in the format of its ending; the number of statements.

        The same graph always gives the same bytes.  FormatError lists the endings.
        """
        return write_graphs(graphs_of(self.store), Path(path))

    def describe(self, ending: str = "ttl") -> bytes:
        """The data set in DCAT, VoID, PROV and DQV, in the format of a file ending: ttl, jsonld, nt or rdf."""
        from ofsted_kg.description.documents import described

        return described(self.store, ending)

    def close(self) -> None:
        """Let go of the folder; no question is answered from now on."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @cached_property
    def _files(self) -> dict[str, Path]:
        return {path.stem: path for path in overlaid_files("queries", ".rq", self.overlay)}

    @cached_property
    def _labels(self) -> Labels:
        return read_labels(self.store)


def _path(path: AnyPath | None) -> Path | None:
    return Path(path) if path is not None else None
