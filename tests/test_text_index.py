"""The index of names and short texts tells a query where to begin, and leaves its rows as they are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from graphs import built_once
from ofsted_kg.answers import answer
from ofsted_kg.build import BuildOptions, build, remove
from ofsted_kg.build.index import bring_up_to_date
from ofsted_kg.errors import StoreError
from ofsted_kg.folder import KnowledgeGraphFolder
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.manifest import list_graphs
from ofsted_kg.queries import load_questions
from ofsted_kg.rdf.namespaces import ONTOLOGY, VOCABULARY_GRAPH
from ofsted_kg.resources import overlaid_files
from ofsted_kg.store import EmbeddedStore, Solutions, open_store
from ofsted_kg.text_index import INDEXED, find_subjects, write_texts
from tests.cli.conftest import TWO_REPORTS
from tests.notes import Unchecked

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
LOOKING = [(name, p.name) for name, question in QUESTIONS.items() for p in question.parameters if p.named]
"""Questions, each with a parameter whose text is looked for in names or texts."""
PREFERRED = "http://www.w3.org/2004/02/skos/core#prefLabel"
THINGS = "https://example.org/"


@pytest.fixture(scope="module")
def two_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once("kg-of-two", TWO_REPORTS, tmp_path_factory)


@pytest.fixture(scope="module")
def store(two_reports: Path) -> Iterator[EmbeddedStore]:
    with open_store(two_reports) as opened:
        yield opened


@pytest.fixture(scope="module")
def labels(store: EmbeddedStore) -> Labels:
    return read_labels(store)


class WithoutIndex:
    """The same store, which knows of no index."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.query = store.query


def test_there_are_questions_that_look_for_text() -> None:
    assert {"agency-profile", "board-membership", "findings-naming", "recommendations"} <= {name for name, _ in LOOKING}


@pytest.mark.parametrize("words", ["police", "NHS", "LSCB", "children", "’", "e", "no such words"])
@pytest.mark.parametrize(("name", "parameter"), LOOKING)
def test_the_rows_are_the_same_with_the_index_and_without(
    name: str, parameter: str, words: str, store: EmbeddedStore, labels: Labels
) -> None:
    with_index = answer(store, QUESTIONS[name], {parameter: words}, labels=labels)
    without = answer(WithoutIndex(store), QUESTIONS[name], {parameter: words}, labels=labels)
    assert with_index == without


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that the store is asked."""
    queries: list[str] = []
    ask = EmbeddedStore.query

    def listen(store: EmbeddedStore, sparql: str) -> Solutions:
        queries.append(sparql)
        return ask(store, sparql)

    monkeypatch.setattr(EmbeddedStore, "query", listen)
    return queries


@pytest.mark.parametrize(("name", "parameter"), LOOKING)
def test_a_question_that_looks_for_text_begins_with_what_the_index_finds(
    name: str, parameter: str, store: EmbeddedStore, labels: Labels, asked: list[str]
) -> None:
    [looking] = [p for p in QUESTIONS[name].parameters if p.name == parameter]
    answer(store, QUESTIONS[name], {parameter: "no such words"}, labels=labels)
    assert looking.named
    assert f"VALUES ?{looking.named.variable} {{  }}" in asked[0]


def test_a_question_that_something_else_narrows_begins_with_that(store: EmbeddedStore, labels: Labels, asked: list[str]) -> None:
    assert answer(store, QUESTIONS["agency-profile"], {"agency": "police", "authority": "Dudley"}, labels=labels).rows
    assert "VALUES ?link" not in asked[0]


def test_a_question_may_look_only_where_there_is_an_index() -> None:
    named = [p.named for question in QUESTIONS.values() for p in question.parameters if p.named]
    assert {name for where in named for name in where.properties} <= INDEXED


# --- what is found


def index(path: Path, *texts: str, before: Path | None = None, gone: Sequence[str] = ()) -> Path:
    """An index of a graph in which the text of each number is the name of a thing of that number."""
    rows = [(PREFERRED, f"{THINGS}{number}", text) for number, text in enumerate(texts)]
    write_texts(path, before, gone, {THINGS: rows})
    return path


def found(path: Path, *words: str, most: int = 100) -> list[int] | None:
    things = find_subjects(path, [PREFERRED], words, most)
    return None if things is None else [int(thing.value.removeprefix(THINGS)) for thing in things]


def test_any_of_some_words_are_found_in_any_case_and_within_words(tmp_path: Path) -> None:
    path = index(tmp_path / "texts.db", "West Midlands Police", "NHS Dudley", "POLICING board", "İstanbul")
    assert found(path, "polic") == [0, 2]
    assert found(path, "dudley", "Police") == [0, 1]
    assert found(path, "İ") == [3]
    assert found(path, "fire") == []


def test_too_many_are_as_good_as_none_known(tmp_path: Path) -> None:
    path = index(tmp_path / "texts.db", "a", "ab", "abc")
    assert found(path, "a", most=3) == [0, 1, 2]
    assert found(path, "a", most=2) is None


def test_other_properties_are_left_alone(tmp_path: Path) -> None:
    path = index(tmp_path / "texts.db", "West Midlands Police")
    assert find_subjects(path, ["https://example.org/other"], ["police"], 100) == []


def test_what_is_gone_is_found_no_more_and_what_changed_by_its_new_text(tmp_path: Path) -> None:
    first = index(tmp_path / "1.db", "West Midlands Police")
    second = index(tmp_path / "2.db", "Dorset Police", before=first, gone=[THINGS])
    assert (found(second, "midlands"), found(second, "dorset")) == ([], [0])
    assert found(first, "midlands") == [0]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@settings(max_examples=50, deadline=None)
@given(st.lists(texts, max_size=6), texts.filter(str.strip))
def test_every_text_that_holds_the_words_is_found(tmp_path_factory: pytest.TempPathFactory, names: list[str], words: str) -> None:
    path = index(tmp_path_factory.mktemp("texts") / "texts.db", *names)
    assert found(path, words) == [number for number, name in enumerate(names) if words.lower() in name.lower()]


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "index" / "000001" / "texts.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 500)
    with pytest.raises(StoreError, match=r"texts\.db: damaged: delete the folder .*index and build again"):
        find_subjects(path, [PREFERRED], ["x"], 1)


# --- built and published with the store


@pytest.fixture
def kg(two_reports: Path, tmp_path: Path) -> Path:
    shutil.copytree(two_reports, tmp_path / "kg")
    return tmp_path / "kg"


def subjects(kg: Path, words: str) -> Sequence[NamedNode] | None:
    with open_store(kg) as opened:
        return opened.subjects([PREFERRED], [words])


def test_what_is_taken_out_and_put_in_again_is_not_found_in_between(kg: Path) -> None:
    before = subjects(kg, "Poole")
    remove(kg, ["poole_slac_2011-11-11"])
    between = subjects(kg, "Poole")
    assert before
    assert between is not None
    # the vocabulary knows the authority all the same
    assert {subject.value for subject in between} < {subject.value for subject in before}
    build(TWO_REPORTS, kg, BuildOptions(jobs=1, workshop=Unchecked()))
    assert subjects(kg, "Poole") == before


def test_an_index_without_it_answers_all_the_same(kg: Path) -> None:
    with open_store(kg) as opened:
        expected = answer(opened, QUESTIONS["agency-profile"], {"agency": "police"}).rows
    for path in kg.glob("index/*/texts.db"):
        path.unlink()
    assert subjects(kg, "police") is None
    with open_store(kg) as opened:
        assert answer(opened, QUESTIONS["agency-profile"], {"agency": "police"}).rows == expected


def test_a_holder_is_found_by_a_new_name_of_the_vocabulary_in_a_report_that_did_not_change(kg: Path) -> None:
    def seats(words: str) -> int:
        with open_store(kg) as opened:
            return len(opened.subjects([f"{ONTOLOGY}holder"], [words]) or ())

    path = kg / "graphs" / "_vocabulary.nq"
    known = "https://w3id.org/ofsted-kg/id/agency/west-midlands-police"
    line = f'<{known}> <{PREFERRED}> "Force of the Midlands"@en {VOCABULARY_GRAPH} .\n'
    assert seats("force of the midlands") == 0
    path.write_text(path.read_text("utf-8") + line, "utf-8")
    folder = KnowledgeGraphFolder(kg)
    bring_up_to_date(folder, list_graphs(folder.graphs, {}))
    assert seats("force of the midlands") > 0
