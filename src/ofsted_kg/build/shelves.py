"""Where a build puts each report: the rules of what is current, what replaces what, and what is kept out.

A file is known by its name.  The file of the same name, or with the same text, replaces a report's graph; any other
file of the same inspection is refused, unless the build was told to replace.  Of two files of one inspection in the
same build the second is always refused: which of them counts must not hang on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ofsted_kg.build.derived import PUBLISHED_INVALID, REVIEW_PENDING, STALE, Mark, read_marks, write_marks
from ofsted_kg.build.inputs import Source
from ofsted_kg.build.outcomes import Outcome, Status
from ofsted_kg.build.workshop import Prepared, Stamp
from ofsted_kg.folder import KnowledgeGraphFolder, file_name, short_name
from ofsted_kg.manifest import GraphFile
from ofsted_kg.reviews import Reviews
from ofsted_kg.whole_file import write_changed


@dataclass(frozen=True, slots=True)
class Rules:
    """What a build may do with reports."""

    stamp: Stamp
    replace: bool = False
    allow_invalid: bool = False
    reviews: Reviews = field(default_factory=Reviews)
    """What people decided about the reports' findings and verdicts."""


class Shelves:
    """The reports of a knowledge graph while a build changes them."""

    def __init__(self, folder: KnowledgeGraphFolder, files: Mapping[str, GraphFile], rules: Rules) -> None:
        """``files`` are the graphs on disk, by file name."""
        self._folder = folder
        self._rules = rules
        self._files = {file.graph: file for file in files.values() if file.is_report}
        self._marks = read_marks(folder.graphs)
        self._seen: dict[str, str] = {}
        self._made: set[str] = set()
        """Reports whose graphs were written just now."""

    def current(self, source: Source) -> Outcome | None:
        """The outcome of a file whose graph is there already, or None where there is work to do."""
        found = next((file for file in self._files.values() if self._is_current(file, source)), None)
        if found is None:
            return None
        self._seen[found.graph] = source.name
        self._lift(found.graph, STALE)
        return Outcome(str(source.path), Status.CURRENT, report=found.graph, name=short_name(found.graph))

    def put(self, source: Source, prepared: Prepared) -> Outcome:
        """Publish a prepared report, unless the rules say otherwise."""
        existing = self._files.get(prepared.report)
        refusal = self._refusal(source, prepared.report, existing)
        if refusal:
            return self._outcome(source, Status.DUPLICATE, prepared, refusal)
        self._seen[prepared.report] = source.name
        if prepared.violations and not self._rules.allow_invalid:
            return self._keep_out(source, prepared, existing)
        write_changed(self._folder.graphs / file_name(prepared.report), prepared.nquads)
        self._made.add(prepared.report)
        self._marks.pop(prepared.report, None)
        warning = self._warn_of_violations(source, prepared)
        return self._outcome(source, Status.CHANGED if existing else Status.ADDED, prepared, warning)

    def reject(self, source: Source, reason: str) -> Outcome:
        """Leave out a file that could not be converted; the graph that an earlier one of its name gave is stale."""
        for file in self._files.values():
            if file.source == source.name and file.graph not in self._seen:
                self._mark_stale(file.graph, source, reason)
        return Outcome(str(source.path), Status.FAILED, reason)

    def finish(self, graphs: Mapping[str, bytes]) -> None:
        """Write the graphs that belong to no report, those given and the derived one."""
        for name, content in graphs.items():
            write_changed(self._folder.graphs / name, content)
        for file in self._files.values():
            self._tell_of_reviews(file)
        write_marks(self._folder.graphs, self._marks.values())

    def _tell_of_reviews(self, file: GraphFile) -> None:
        """Mark a report whose reviews have changed and which was not made anew; a graver mark stays."""
        if file.graph in self._made or not self._has_new_reviews(file):
            self._lift(file.graph, REVIEW_PENDING)
            return
        message = f"reviews made since are not applied yet: build {file.source} again"
        self._marks.setdefault(file.graph, Mark(file.graph, REVIEW_PENDING, message, file.source))

    def _has_new_reviews(self, file: GraphFile) -> bool:
        return file.reviews != self._rules.reviews.version(file.graph)

    def _is_current(self, file: GraphFile, source: Source) -> bool:
        stamp = self._rules.stamp
        same_text = (file.source, file.source_sha256) == (source.name, source.sha256)
        same_make = (file.converter, file.vocabulary) == (stamp.converter, stamp.vocabulary) and file.graph.startswith(stamp.base)
        mark = self._marks.get(file.graph)
        in_order = self._rules.allow_invalid or mark is None or mark.code != PUBLISHED_INVALID
        return same_text and same_make and in_order and not self._has_new_reviews(file)

    def _refusal(self, source: Source, report: str, existing: GraphFile | None) -> str:
        """Why a second file of an inspection is not taken, or nothing."""
        seen = self._seen.get(report)
        if seen is not None:
            return f"{source.path}: same inspection as {seen} in this build ({short_name(report)}): give only one of them"
        if existing is None or self._rules.replace or source.name == existing.source or source.sha256 == existing.source_sha256:
            return ""
        return (
            f"{source.path}: same inspection as {existing.source}, which the graph has as {short_name(report)}: "
            f"use --replace to take this file instead"
        )

    def _keep_out(self, source: Source, prepared: Prepared, existing: GraphFile | None) -> Outcome:
        reason = f"kept out, {_counted(prepared.violations)}"
        if existing and not self._was_published_so(existing, source):
            self._mark_stale(prepared.report, source, reason)
        return self._outcome(source, Status.INVALID, prepared, f"{source.path}: {reason}")

    def _was_published_so(self, existing: GraphFile, source: Source) -> bool:
        """Whether the graph was made from this very text and published in spite of its violations."""
        mark = self._marks.get(existing.graph)
        return mark is not None and mark.code == PUBLISHED_INVALID and existing.source_sha256 == source.sha256

    def _warn_of_violations(self, source: Source, prepared: Prepared) -> str:
        if not prepared.violations:
            return ""
        message = f"published with {_counted(prepared.violations)}"
        self._marks[prepared.report] = Mark(prepared.report, PUBLISHED_INVALID, message, source.name)
        return f"{source.path}: {message}"

    def _mark_stale(self, report: str, source: Source, reason: str) -> None:
        detail = reason.removeprefix(f"{source.path}: ").removeprefix(f"{source.name}: ")
        message = f"out of date: {source.name} could not be taken over when it was last built ({detail})"
        self._marks[report] = Mark(report, STALE, message, source.name)

    def _lift(self, report: str, code: str) -> None:
        if report in self._marks and self._marks[report].code == code:
            del self._marks[report]

    def _outcome(self, source: Source, status: Status, prepared: Prepared, message: str) -> Outcome:
        return Outcome(str(source.path), status, message, prepared.report, short_name(prepared.report), prepared.violations)


def _counted(violations: Iterable[str]) -> str:
    """How many violations there are, and the first."""
    listed = list(violations)
    return f"{len(listed)} violation{'s' if len(listed) > 1 else ''}: {listed[0]}" + (" ..." if len(listed) > 1 else "")
