"""A build brings the published graph up to date with its inputs, says what it left out, and loses nothing.

Most tests build notes (see `tests.notes`), which convert at once; the last ones build reports.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from ofsted_kg.answers import stale_warnings
from ofsted_kg.build import BuildOptions, BuildSummary, Status, Workshop, build, index, remove
from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.errors import BuildInProgress, NoKnowledgeGraph, StoreError, VocabularyError
from ofsted_kg.folder import file_name
from ofsted_kg.pipeline import Conversion
from ofsted_kg.rdf.namespaces import RESOURCES
from ofsted_kg.resources import packaged_folder
from ofsted_kg.store import open_store
from ofsted_kg.vocabulary import Vocabulary
from tests.made_up import made_up_report
from tests.notes import Notes

DUDLEY = f"{RESOURCES}report/dudley/slac/2011-12-09"
LABELS = "SELECT ?label { GRAPH ?g { ?r <http://www.w3.org/2000/01/rdf-schema#label> ?label } } ORDER BY ?label"
NOTICES = """
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?code ?message {
  GRAPH <https://w3id.org/ofsted-kg/id/derived> { ?notice okg:code ?code ; okg:message ?message }
} ORDER BY ?message
"""


def options(replace: bool = False, allow_invalid: bool = False, workshop: Notes = Notes()) -> BuildOptions:  # noqa: B008
    return BuildOptions(jobs=1, replace=replace, allow_invalid=allow_invalid, workshop=workshop)


class Desk:
    """A folder of notes and the knowledge graph that is made of them."""

    def __init__(self, folder: Path) -> None:
        self.notes = folder / "notes"
        self.notes.mkdir()
        self.graph = folder / "graph"

    def write(self, name: str, *lines: str) -> Path:
        path = self.notes / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines))
        return path

    def build(self, *inputs: Path, chosen: BuildOptions | None = None) -> BuildSummary:
        return build(inputs or [self.notes], self.graph, chosen or options())

    def values(self, sparql: str) -> list[str]:
        with open_store(self.graph) as store:
            return [" | ".join(term.value for term in row if isinstance(term, Literal)) for row in store.query(sparql)]

    def labels(self) -> list[str]:
        return self.values(LABELS)

    def notices(self) -> list[str]:
        return self.values(NOTICES)

    def files(self) -> list[str]:
        return sorted(path.name for path in (self.graph / "graphs").iterdir())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def statuses(summary: BuildSummary) -> list[tuple[str, str]]:
    return [(Path(outcome.source).name, outcome.status.value) for outcome in summary.outcomes]


# --- what is built, and what is left as it is


def test_a_report_becomes_a_graph_file_and_is_published(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    summary = desk.build()
    assert statuses(summary) == [("dudley.txt", "added")]
    assert (summary.outcomes[0].report, summary.outcomes[0].name) == (DUDLEY, "dudley_slac_2011-12-09")
    assert (summary.reports, summary.triples, summary.version, summary.problems) == (1, 6, "000001", ())
    assert desk.files() == ["_vocabulary.nq", "dudley_slac_2011-12-09.nq"]
    assert desk.labels() == ["one"]


def test_what_is_current_is_neither_converted_nor_published_again(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    before = {path: path.stat().st_mtime_ns for path in desk.graph.rglob("*") if path.is_file()}
    summary = desk.build()
    assert statuses(summary) == [("dudley.txt", "current")]
    assert summary.version == "000001"
    assert {path: path.stat().st_mtime_ns for path in desk.graph.rglob("*") if path.is_file()} == before


def test_a_changed_text_replaces_its_graph_and_no_other(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.write("poole.txt", "poole/slac/2011-11-11", "two")
    desk.build()
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "three")
    assert statuses(desk.build()) == [("dudley.txt", "changed"), ("poole.txt", "current")]
    assert desk.labels() == ["three", "two"]


@pytest.mark.parametrize("workshop", [Notes(converter="2"), Notes(vocabulary="b")])
def test_another_release_or_vocabulary_converts_again(desk: Desk, workshop: Notes) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    assert statuses(desk.build(chosen=options(workshop=workshop))) == [("dudley.txt", "changed")]


def test_reports_that_are_not_given_stay(desk: Desk) -> None:
    dudley = desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build(dudley)
    desk.build(desk.write("poole.txt", "poole/slac/2011-11-11", "two"))
    dudley.unlink()
    assert statuses(desk.build()) == [("poole.txt", "current")]
    assert desk.labels() == ["one", "two"]


def test_the_next_version_shares_the_files_of_the_last(desk: Desk) -> None:
    for number in range(10, 30):
        desk.write(f"{number}.txt", f"dudley/slac/2011-12-{number}", "one")
    desk.build()
    with open_store(desk.graph):
        desk.build(desk.write("poole.txt", "poole/slac/2011-11-11", "two"))
        shared = [path for path in (desk.graph / "index" / "000002" / "store").glob("*.sst") if path.stat().st_nlink == 2]
    assert shared != []


def test_many_graphs_are_loaded_in_batches_and_merged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_BATCH", 2_000)
    for number in range(9):
        desk.write(f"{number}.txt", f"dudley/slac/2011-12-0{number}", str(number))
    desk.build()
    assert desk.labels() == [str(number) for number in range(9)]
    assert len(list((desk.graph / "index" / "000001" / "store").glob("*.sst"))) < 20


def test_the_files_of_the_store_are_merged_again_when_a_tenth_of_the_graph_has_changed(desk: Desk) -> None:
    for number in range(10, 30):
        desk.write(f"{number}.txt", f"dudley/slac/2011-12-{number}", "one")
    desk.build()
    merged = len(store_files(desk))
    counts = []
    for number in range(1, 4):
        desk.build(desk.write(f"poole-{number}.txt", f"poole/slac/2011-11-0{number}", "two"))
        counts.append(len(store_files(desk)) - merged)
    # each change adds files, until the third makes more than one triple in ten a new one
    assert 0 < counts[0] < counts[1]
    assert counts[2] < counts[0]
    assert desk.labels() == ["one"] * 20 + ["two"] * 3


def store_files(desk: Desk) -> list[Path]:
    newest = max((desk.graph / "index").iterdir())
    return list((newest / "store").glob("*.sst"))


def test_progress_counts_what_is_converted_and_the_index(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    desk.write("poole.txt", "poole/slac/2011-11-11", "two")
    desk.write("tameside.txt", "tameside/slac/2012-03-26", "three")
    seen: list[tuple[int, int, str]] = []
    build([desk.notes], desk.graph, options(), progress=lambda *step: seen.append(step))
    assert seen == [(1, 3, "poole.txt"), (2, 3, "tameside.txt"), (3, 3, "index")]


# --- which files count as reports


def test_a_folder_gives_its_reports_in_order_without_readme_and_hidden_files(desk: Desk) -> None:
    desk.write("README.md", "about these files")
    desk.write(".draft.txt", "draft")
    desk.write("data.csv", "1,2")
    desk.write("b.md", "dudley/slac/2011-12-09")
    desk.write("2012/a.txt", "poole/slac/2011-11-11")
    assert statuses(desk.build()) == [("a.txt", "added"), ("b.md", "added")]


def test_a_readme_that_is_named_itself_counts(desk: Desk) -> None:
    assert statuses(desk.build(desk.write("README.md", "dudley/slac/2011-12-09"))) == [("README.md", "added")]


def test_a_file_that_is_given_twice_is_converted_once(desk: Desk) -> None:
    note = desk.write("dudley.txt", "dudley/slac/2011-12-09")
    assert statuses(desk.build(note, desk.notes, note)) == [("dudley.txt", "added")]


def test_a_folder_without_reports_fails_and_the_others_go_on(desk: Desk, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    summary = desk.build(empty, desk.write("dudley.txt", "dudley/slac/2011-12-09"))
    assert statuses(summary) == [("empty", "failed"), ("dudley.txt", "added")]
    assert summary.problems[0].message.startswith(f"{empty}: no report here: no file ending in .txt")


def test_a_file_that_is_not_there_fails_and_the_others_go_on(desk: Desk) -> None:
    summary = desk.build(desk.notes / "absent.txt", desk.write("dudley.txt", "dudley/slac/2011-12-09"))
    assert statuses(summary) == [("absent.txt", "failed"), ("dudley.txt", "added")]


# --- two files of one inspection


def test_another_file_of_the_same_inspection_is_refused(desk: Desk) -> None:
    desk.build(desk.write("dudley.txt", "dudley/slac/2011-12-09", "one"))
    other = desk.write("copy.txt", "dudley/slac/2011-12-09", "two")
    summary = desk.build(other)
    assert statuses(summary) == [("copy.txt", "duplicate")]
    assert summary.problems[0].message == (
        f"{other}: same inspection as dudley.txt, which the graph has as dudley_slac_2011-12-09: "
        f"use --replace to take this file instead"
    )
    assert desk.labels() == ["one"]


def test_another_file_of_the_same_inspection_replaces_it_where_told_to(desk: Desk) -> None:
    desk.build(desk.write("dudley.txt", "dudley/slac/2011-12-09", "one"))
    summary = desk.build(desk.write("copy.txt", "dudley/slac/2011-12-09", "two"), chosen=options(replace=True))
    assert statuses(summary) == [("copy.txt", "changed")]
    assert desk.labels() == ["two"]


@pytest.mark.parametrize("replace", [False, True])
def test_of_two_files_of_one_inspection_in_one_build_the_second_is_refused(desk: Desk, replace: bool) -> None:
    desk.write("a.txt", "dudley/slac/2011-12-09", "one")
    second = desk.write("b.txt", "dudley/slac/2011-12-09", "two")
    for expected in ("added", "current"):
        summary = desk.build(chosen=options(replace=replace))
        assert statuses(summary) == [("a.txt", expected), ("b.txt", "duplicate")]
        assert summary.problems[0].message == (
            f"{second}: same inspection as a.txt in this build (dudley_slac_2011-12-09): give only one of them"
        )
    assert desk.labels() == ["one"]


def test_a_file_that_was_renamed_is_the_same_file(desk: Desk) -> None:
    note = desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    note.rename(desk.notes / "dudley-2012.txt")
    assert statuses(desk.build()) == [("dudley-2012.txt", "changed")]
    with open_store(desk.graph) as store:
        assert [graph.source for graph in store.graphs() if graph.is_report] == ["dudley-2012.txt"]


# --- what is kept out


def test_a_report_with_violations_is_kept_out_and_the_others_go_on(desk: Desk) -> None:
    bad = desk.write("dudley.txt", "dudley/slac/2011-12-09", "!no judgement", "!no date")
    desk.write("poole.txt", "poole/slac/2011-11-11", "two")
    summary = desk.build()
    assert statuses(summary) == [("dudley.txt", "invalid"), ("poole.txt", "added")]
    assert summary.problems[0].message == f"{bad}: kept out, 2 violations: no judgement ..."
    assert summary.problems[0].violations == ("no judgement", "no date")
    assert desk.labels() == ["two"]
    assert desk.notices() == []


def test_the_last_valid_graph_stays_and_is_marked_stale_until_it_is_replaced(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "!no date")
    assert statuses(desk.build()) == [("dudley.txt", "invalid")]
    stale = "stale | out of date: dudley.txt could not be taken over when it was last built (kept out, 1 violation: no date)"
    assert (desk.labels(), desk.notices()) == (["one"], [stale])
    with open_store(desk.graph) as store:
        assert stale_warnings(store, {DUDLEY: "Dudley"}) == (f"Dudley: {stale.removeprefix('stale | ')}",)
    desk.build(desk.write("poole.txt", "poole/slac/2011-11-11", "two"))
    assert desk.notices() == [stale]
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "three")
    desk.build()
    assert (desk.labels(), desk.notices()) == (["three", "two"], [])


def test_the_mark_goes_when_the_text_is_as_it_was(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    desk.write("dudley.txt", "?is cut off")
    assert statuses(desk.build()) == [("dudley.txt", "failed")]
    assert desk.notices() == ["stale | out of date: dudley.txt could not be taken over when it was last built (is cut off)"]
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    assert statuses(desk.build()) == [("dudley.txt", "current")]
    assert (desk.labels(), desk.notices()) == (["one"], [])


def test_violations_are_published_with_a_notice_where_told_to(desk: Desk) -> None:
    note = desk.write("dudley.txt", "dudley/slac/2011-12-09", "!no date")
    summary = desk.build(chosen=options(allow_invalid=True))
    assert statuses(summary) == [("dudley.txt", "added")]
    assert (summary.problems, summary.outcomes[0].message) == ((), f"{note}: published with 1 violation: no date")
    assert (desk.labels(), desk.notices()) == (["!no date"], ["published-with-violations | published with 1 violation: no date"])


def test_what_was_published_with_violations_is_complained_of_again_but_stays(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "!no date")
    desk.build(chosen=options(allow_invalid=True))
    assert statuses(desk.build(chosen=options(allow_invalid=True))) == [("dudley.txt", "current")]
    assert statuses(desk.build()) == [("dudley.txt", "invalid")]
    assert (desk.labels(), desk.notices()) == (["!no date"], ["published-with-violations | published with 1 violation: no date"])
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    assert statuses(desk.build()) == [("dudley.txt", "changed")]
    assert desk.notices() == []


def test_a_file_that_is_no_report_fails_with_its_reason_and_the_others_go_on(desk: Desk) -> None:
    desk.write("a.txt", "?is another kind of document")
    bug = desk.write("b.txt", "?bug")
    desk.write("c.txt", "poole/slac/2011-11-11", "two")
    summary = desk.build()
    assert statuses(summary) == [("a.txt", "failed"), ("b.txt", "failed"), ("c.txt", "added")]
    assert [problem.message for problem in summary.problems] == [
        "a.txt: is another kind of document",
        f"{bug}: can't be converted (ZeroDivisionError: division by zero): please report it with the file",
    ]


def test_a_build_without_any_report_publishes_nothing(desk: Desk) -> None:
    summary = desk.build(desk.write("a.txt", "?is another kind of document"))
    assert (summary.version, summary.reports) == (None, 0)
    with pytest.raises(NoKnowledgeGraph):
        open_store(desk.graph)


def test_a_worker_that_is_killed_fails_its_report_and_those_behind_it(desk: Desk) -> None:
    desk.write("a.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    killed = desk.write("b.txt", "?killed")
    desk.write("c.txt", "poole/slac/2011-11-11", "two")
    summary = desk.build(chosen=BuildOptions(jobs=2, workshop=Notes()))
    assert statuses(summary)[:2] == [("a.txt", "current"), ("b.txt", "failed")]
    assert summary.problems[0].message == (
        f"{killed}: a worker process ended before its time, perhaps for want of memory: build again with --jobs 1"
    )
    assert "one" in desk.labels()


# --- taking out


@pytest.mark.parametrize("name", ["dudley_slac_2011-12-09", DUDLEY, "dudley.txt"])
def test_a_report_is_removed_by_any_of_its_names(desk: Desk, name: str) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.write("poole.txt", "poole/slac/2011-11-11", "two")
    desk.build()
    summary = remove(desk.graph, [name])
    assert [(outcome.name, outcome.status) for outcome in summary.outcomes] == [("dudley_slac_2011-12-09", Status.REMOVED)]
    assert (desk.labels(), summary.reports, summary.version) == (["two"], 1, "000002")


def test_the_last_report_can_be_removed(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    assert remove(desk.graph, ["dudley.txt"]).version == "000002"
    assert desk.labels() == []


def test_removing_takes_the_marks_along(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "!no date")
    desk.build(chosen=options(allow_invalid=True))
    remove(desk.graph, ["dudley.txt"])
    assert desk.files() == ["_vocabulary.nq"]


def test_a_name_that_is_not_there_removes_nothing(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    with pytest.raises(StoreError, match=r'^dudly: no such report in the graph; did you mean "dudley_slac_2011-12-09"'):
        remove(desk.graph, ["dudley.txt", "dudly"])
    assert desk.labels() == ["one"]


def test_a_file_name_that_several_reports_share_is_not_enough(desk: Desk) -> None:
    desk.write("2011/report.txt", "dudley/slac/2011-12-09")
    desk.write("2012/report.txt", "poole/slac/2012-11-11")
    desk.build()
    with pytest.raises(StoreError, match="several reports come from files of that name: dudley_slac_2011-12-09, poole_slac"):
        remove(desk.graph, ["report.txt"])


def test_nothing_can_be_removed_where_nothing_was_built(tmp_path: Path) -> None:
    with pytest.raises(NoKnowledgeGraph):
        remove(tmp_path / "graph", ["dudley.txt"])
    assert not (tmp_path / "graph").exists()


def test_deleting_a_file_and_building_removes_a_report(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.write("poole.txt", "poole/slac/2011-11-11", "two")
    desk.build()
    (desk.graph / "graphs" / "dudley_slac_2011-12-09.nq").unlink()
    summary = build([], desk.graph, options())
    assert (summary.outcomes, summary.reports) == ((), 1)
    assert desk.labels() == ["two"]


# --- what a crash, or a person, leaves behind


def test_a_deleted_index_is_made_again_from_the_graphs(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    shutil.rmtree(desk.graph / "index")
    assert statuses(desk.build()) == [("dudley.txt", "current")]
    assert desk.labels() == ["one"]


@pytest.mark.parametrize("content", ["", "{", '{"format": 0}', '{"format": 1, "engine": "pyoxigraph 0.4", "files": []}'])
def test_an_index_that_can_not_be_built_upon_is_made_again(desk: Desk, content: str) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    (desk.graph / "index" / "000001" / "manifest.json").write_text(content)
    assert desk.build().version == "000002"
    assert desk.labels() == ["one"]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"\0" * 100)])
def test_an_index_with_damaged_files_is_made_again(desk: Desk, damage: Callable[[Path], object]) -> None:
    for number in range(4):
        desk.write(f"{number}.txt", f"dudley/slac/2011-12-0{number}", str(number))
    desk.build()
    for path in (desk.graph / "index" / "000001" / "store").iterdir():
        damage(path)
    desk.write("poole.txt", "poole/slac/2011-11-11", "two")
    desk.build()
    assert desk.labels() == ["0", "1", "2", "3", "two"]


def test_leftovers_of_a_killed_build_are_deleted(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    (desk.graph / "index" / "000002" / "store").mkdir(parents=True)
    (desk.graph / "graphs" / ".poole.nq.tmp").write_text("<http")
    desk.build()
    assert sorted(path.name for path in (desk.graph / "index").iterdir()) == ["000001"]
    assert desk.files() == ["_vocabulary.nq", "dudley_slac_2011-12-09.nq"]


@pytest.mark.parametrize(
    "content", ["", "<http://a> <http://b> <http://c> <http://d> .", "no RDF\n", "<a> <b> <c> <d> .\n<a> <b> <c> <e> .\n"]
)
def test_a_graph_file_that_is_no_graph_is_named(desk: Desk, content: str) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    torn = desk.graph / "graphs" / "dudley_slac_2011-12-09.nq"
    torn.write_text(content)
    with pytest.raises(StoreError, match=f"^{torn}: not the N-Quads of one named graph: delete it and build again"):
        desk.build()
    assert desk.labels() == ["one"]
    torn.unlink()
    assert statuses(desk.build()) == [("dudley.txt", "added")]


def test_a_graph_file_that_does_not_parse_is_named(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    torn = desk.graph / "graphs" / "own.nq"
    torn.write_text(f"<{DUDLEY}> is <http://a.example/> <http://a.example/graph> .\n")
    with pytest.raises(StoreError, match=rf"^{torn}: not N-Quads \(.*\): delete it and build again"):
        desk.build()
    assert desk.labels() == ["one"]


def test_two_files_of_one_graph_are_named(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    graphs = desk.graph / "graphs"
    shutil.copy(graphs / "dudley_slac_2011-12-09.nq", graphs / "copy.nq")
    with pytest.raises(StoreError, match=r"copy\.nq and dudley_slac_2011-12-09\.nq hold the same graph: delete one of them"):
        desk.build()


def test_a_graph_of_the_users_own_is_published_and_left_alone(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    own = desk.graph / "graphs" / "own.nq"
    own.write_text(
        "<http://a.example/a> <http://www.w3.org/2000/01/rdf-schema#label> 'own' <http://a.example/own> .\n".replace("'", '"')
    )
    assert desk.build().reports == 1
    assert desk.labels() == ["one", "own"]


# --- one build at a time, and the disk


def test_a_second_build_at_the_same_time_is_told_so(desk: Desk) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    with (desk.graph / ".lock").open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(BuildInProgress, match="another build is running"):
            desk.build()
    assert statuses(desk.build()) == [("dudley.txt", "current")]


def test_a_file_in_place_of_the_folder_is_one_clear_line(desk: Desk, tmp_path: Path) -> None:
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    (tmp_path / "graph").write_text("")
    with pytest.raises(StoreError, match=f"^{tmp_path}/graph.*: Not a directory; what was published stays as it was$"):
        desk.build()


FULL_DISK = """
import resource, sys
from pathlib import Path
from ofsted_kg.build import BuildOptions, build
from ofsted_kg.errors import StoreError
from tests.notes import Notes

notes, graph, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    build([notes], graph, BuildOptions(jobs=1, workshop=Notes()))
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize(("limit", "files"), [(100, 2), (20_000, 2), (60_000, 3)])
def test_a_disk_that_fills_up_is_one_clear_line_and_loses_nothing(desk: Desk, limit: int, files: int) -> None:
    """The limit on the size of files stands in for the disk: writes fail for real, in a graph file or in the index."""
    desk.write("dudley.txt", "dudley/slac/2011-12-09", "one")
    desk.build()
    desk.write("poole.txt", "poole/slac/2011-11-11", *(f"{number:04d}" for number in range(300)))
    command = [sys.executable, "-c", FULL_DISK, str(desk.notes), str(desk.graph), str(limit)]
    # Coverage would write its own file when the process ends, past the limit.
    uncovered = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    root = Path(__file__).parents[1]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root, env=uncovered)
    assert ended.stderr == ""
    assert ended.stdout.endswith("(ulimit -f): raise the limit and build again; what was published stays as it was\n")
    assert ended.stdout.count("\n") == 1
    assert len(desk.files()) == files
    assert [path.name for path in (desk.graph / "index").iterdir()] == ["000001"]
    assert desk.labels() == ["one"]
    assert desk.build().problems == ()
    assert len(desk.labels()) == 301


# --- executors


def test_an_executor_of_the_callers_own_is_used_and_not_shut_down(desk: Desk) -> None:
    for number in range(9):
        desk.write(f"{number}.txt", f"dudley/slac/2011-12-0{number}", str(number))
    with ThreadPoolExecutor(3, thread_name_prefix="own") as executor:
        build([desk.notes], desk.graph, options(), executor=executor)
        assert executor.submit(lambda: 1).result() == 1
    assert desk.labels() == [str(number) for number in range(9)]


def test_the_same_inputs_give_the_same_bytes_on_any_number_of_workers(desk: Desk, tmp_path: Path) -> None:
    for number in range(9):
        desk.write(f"{number}.txt", f"dudley/slac/2011-12-0{number}", str(number))
    contents = []
    for jobs in (1, 2):
        graph = tmp_path / f"graph{jobs}"
        build([desk.notes], graph, BuildOptions(jobs=jobs, workshop=Notes()))
        contents.append({path.name: path.read_bytes() for path in (graph / "graphs").iterdir()})
    assert len(contents[0]) == 10
    assert contents[0] == contents[1]


# --- reports


def test_the_reports_become_the_graphs_that_their_conversion_gives(tmp_path: Path, conversions: dict[str, Conversion]) -> None:
    summary = build([packaged_folder("reports")], tmp_path, BuildOptions(jobs=2))
    assert [(outcome.name, outcome.status, outcome.message) for outcome in summary.outcomes] == [
        ("dudley_slac_2011-12-09", Status.ADDED, ""),
        ("poole_slac_2011-11-11", Status.ADDED, ""),
        ("tameside_slac_2012-03-26", Status.ADDED, ""),
        ("telford-and-wrekin_slac_2012-07-06", Status.ADDED, ""),
        ("wolverhampton_slac_2011-06-17", Status.ADDED, ""),
    ]
    for conversion in conversions.values():
        assert (tmp_path / "graphs" / file_name(conversion.report)).read_bytes() == conversion.nquads
    with open_store(tmp_path) as store:
        assert store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows == ((Literal(summary.triples),),)
        assert len(store) == summary.triples


@pytest.fixture
def report(tmp_path: Path, vocabulary: Vocabulary) -> Path:
    """A made-up report of Dudley, which is small."""
    path = tmp_path / "dudley.txt"
    path.write_text(made_up_report(vocabulary.framework("slac"), "Dudley"), "utf-8")
    return path


def test_a_report_that_breaks_a_rule_is_kept_out_and_its_last_graph_is_stale(tmp_path: Path, report: Path) -> None:
    build([report], tmp_path / "graph", BuildOptions(jobs=1))
    report.write_text(report.read_text("utf-8").replace("20 July 2012", "20 July 2010"), "utf-8")
    summary = build([report], tmp_path / "graph", BuildOptions(jobs=1))
    assert [outcome.status for outcome in summary.outcomes] == [Status.INVALID]
    assert summary.problems[0].message.startswith(f"{report}: kept out, 1 violation: ")
    with open_store(tmp_path / "graph") as store:
        assert len(stale_warnings(store)) == 1


def test_an_ontology_of_the_users_own_is_used_and_published(tmp_path: Path, report: Path) -> None:
    overlay = tmp_path / "ontology"
    overlay.mkdir()
    (overlay / "own.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix a: <http://a.example/> .\n"
        "a:alcohol skos:broader a:substances . a:substances skos:broader a:health . a:health skos:broader a:alcohol ."
    )
    build([report], tmp_path / "graph", BuildOptions(jobs=1))
    summary = build([report], tmp_path / "graph", BuildOptions(jobs=1, workshop=Workshop(overlay)))
    assert statuses(summary) == [("dudley.txt", "changed")]
    with open_store(tmp_path / "graph") as store:
        found = store.query(
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX a: <http://a.example/>\n"
            "SELECT ?above { GRAPH <https://w3id.org/ofsted-kg/id/vocabulary> { a:alcohol skos:broaderTransitive ?above } }"
            "ORDER BY ?above"
        )
    assert [row[0] for row in found] == [NamedNode(f"http://a.example/{name}") for name in ("alcohol", "health", "substances")]


def test_an_ontology_with_a_mistake_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text("a b c")
    with pytest.raises(VocabularyError, match=r"own\.ttl: line 1"):
        build([packaged_folder("reports")], tmp_path / "graph", BuildOptions(jobs=1, workshop=Workshop(tmp_path)))


def test_ontology_and_vocabulary_are_the_same_bytes_each_time() -> None:
    first, second = vocabulary_graphs(), vocabulary_graphs()
    assert sorted(first) == ["_ontology.nq", "_vocabulary.nq"]
    assert first == second
