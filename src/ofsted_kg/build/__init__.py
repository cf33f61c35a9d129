"""Reports in, a published knowledge graph out: converts what changed, validates it, makes the next index.

For the command line (and any other caller)::

    summary = build([Path("reports")], Path("kg"), BuildOptions(jobs=4), progress=advance)
    for outcome in summary.problems:        # Status.FAILED, INVALID, DUPLICATE; each with a one-line message
        print(outcome.message, *outcome.violations)
    raise SystemExit(1 if summary.problems else 0)

    remove(Path("kg"), ["dudley_slac_2011-12-09"])      # also by the report's IRI or the source file's name

- ``inputs`` are files and folders (see `ofsted_kg.build.inputs`); none at all brings the index up to date with
  ``graphs/``, for instance after a file was deleted there.
- ``progress(done, total, name)`` is called in the caller's thread after each report that had to be converted, and once
  more for the index; ``total`` counts both.
- What is wrong with one input is an `Outcome`, and the others go on.  What stops the build is raised: BuildInProgress,
  VocabularyError, ReviewError, ValidationError, or StoreError (a full disk).  Then, as after a kill, the published index
  answers as before, graph files are whole, and the next build finishes the work.
- ``jobs`` worker processes by default, none for one report.  They are started afresh: a script that calls `build` needs the usual
  ``if __name__ == "__main__":``.  An ``executor`` of the caller's own (threads, dask) is used as it is, and not shut
  down; the task and its results can be pickled.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ofsted_kg.build.derived import read_marks, write_marks
from ofsted_kg.build.given_reviews import GivenReviews, given_reviews
from ofsted_kg.build.index import bring_up_to_date, published_manifest
from ofsted_kg.build.inputs import Source, find_sources
from ofsted_kg.build.outcomes import BuildSummary, Outcome, Status
from ofsted_kg.build.shelves import Rules, Shelves
from ofsted_kg.build.workers import in_order, workers
from ofsted_kg.build.workshop import Prepared, Preparer, Stamp, Workshop
from ofsted_kg.errors import NoKnowledgeGraph, OfstedKgError
from ofsted_kg.folder import REVIEWS, KnowledgeGraphFolder, building, short_name
from ofsted_kg.manifest import GraphFile, list_graphs
from ofsted_kg.report_names import named_report
from ofsted_kg.whole_file import storage_errors

__all__ = ["BuildOptions", "BuildSummary", "Outcome", "Status", "Workshop", "build", "remove"]

Progress = Callable[[int, int, str], None]
"""Called with (done, of how many, what was done last)."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build."""

    jobs: int | None = None
    """Worker processes; None for one on each core that this process may use."""
    replace: bool = False
    """Whether a file of another name may replace the graph of an inspection."""
    allow_invalid: bool = False
    """Whether graphs that violate the shapes are published, with a notice."""
    workshop: Preparer = field(default_factory=Workshop)
    """What converts and validates: `Workshop` with the user's own ontology and shapes."""


def build(
    inputs: Sequence[Path],
    kg: Path,
    options: BuildOptions | None = None,
    *,
    progress: Progress = lambda _done, _total, _name: None,
    executor: Executor | None = None,
) -> BuildSummary:
    """Bring the knowledge graph in the folder ``kg``, made if need be, up to date with some reports."""
    chosen = options or BuildOptions()
    with storage_errors(kg), building(kg) as folder:
        folder.delete_unused()
        given = given_reviews(folder, chosen.workshop)
        stamp = replace(chosen.workshop.stamp(), reviews=given.files, reviews_version=given.version)
        rules = Rules(stamp, chosen.replace, chosen.allow_invalid, given.reviews)
        shelves = Shelves(folder, _graphs(folder), rules)
        sources, failures = find_sources(inputs)
        outcomes = {source: outcome for source in sources if (outcome := shelves.current(source))}
        pending = [source for source in sources if source not in outcomes]
        with closing(_prepared(pending, chosen, stamp, executor)) as prepared:
            for done, (source, future) in enumerate(prepared, start=1):
                outcomes[source] = _shelved(shelves, source, future)
                progress(done, len(pending) + 1, source.name)
        shelves.finish({**chosen.workshop.common_graphs(), REVIEWS: given.nquads})
        summary = _published(folder, [*failures, *(outcomes[source] for source in sources)], given)
        progress(len(pending) + 1, len(pending) + 1, "index")
        return summary


def remove(kg: Path, reports: Sequence[str]) -> BuildSummary:
    """Take reports out, each by short name, IRI or source file; StoreError where one is not there, and none is removed."""
    if not KnowledgeGraphFolder(kg).graphs.is_dir():
        raise NoKnowledgeGraph(f"{kg}: no knowledge graph here")
    with storage_errors(kg), building(kg) as folder:
        folder.delete_unused()
        files = [file for file in _graphs(folder).values() if file.is_report]
        chosen = [named_report(name, files) for name in reports]
        for file in chosen:
            (folder.graphs / file.name).unlink(missing_ok=True)
        write_marks(folder.graphs, read_marks(folder.graphs).values())
        outcomes = [Outcome(file.source, Status.REMOVED, report=file.graph, name=short_name(file.graph)) for file in chosen]
        return _published(folder, outcomes)


def _graphs(folder: KnowledgeGraphFolder) -> dict[str, GraphFile]:
    manifest = published_manifest(folder)
    return list_graphs(folder.graphs, manifest.files if manifest else {})


def _prepared(
    sources: Sequence[Source], options: BuildOptions, stamp: Stamp, executor: Executor | None
) -> Generator[tuple[Source, Future[Prepared]], None, None]:
    jobs = options.jobs or len(os.sched_getaffinity(0))
    prepare = partial(_prepare, options.workshop, stamp)
    with nullcontext(executor) if executor else workers(min(jobs, len(sources))) as chosen:
        yield from in_order(chosen, prepare, sources, jobs)


def _prepare(workshop: Preparer, stamp: Stamp, source: Source) -> Prepared:
    return workshop.prepare(source.path, stamp)


def _shelved(shelves: Shelves, source: Source, future: Future[Prepared]) -> Outcome:
    """What becomes of a report that was prepared, or could not be."""
    error = future.exception()
    if error is None:
        return shelves.put(source, future.result())
    return shelves.reject(source, _reason(source, error))


def _reason(source: Source, error: BaseException) -> str:
    if isinstance(error, OfstedKgError):
        return str(error)
    if isinstance(error, BrokenExecutor):
        return f"{source.path}: a worker process ended before its time, perhaps for want of memory: build again with --jobs 1"
    return f"{source.path}: can't be converted ({type(error).__name__}: {error}): please report it with the file"


def _published(folder: KnowledgeGraphFolder, outcomes: Sequence[Outcome], given: GivenReviews | None = None) -> BuildSummary:
    """Publish what is in ``graphs/`` now; a first build without any report publishes nothing."""
    files = _graphs(folder)
    reports = sum(file.is_report for file in files.values())
    version = bring_up_to_date(folder, files) if reports or folder.published() else None
    return BuildSummary(
        outcomes=tuple(outcomes),
        reports=reports,
        triples=sum(file.triples for file in files.values()),
        version=version.name if version else None,
        notes=given.notes(file.graph for file in files.values()) if given else (),
    )
