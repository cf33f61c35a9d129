"""The index of words in paragraphs gives the rows of the question ``search``, whatever is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from graphs import built_once
from ofsted_kg.answers import Cell, answer
from ofsted_kg.build import BuildOptions, build, remove
from ofsted_kg.errors import StoreError
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.paragraph_index import COLUMNS, PARAGRAPHS, find_paragraphs, write_paragraphs
from ofsted_kg.pipeline import Conversion
from ofsted_kg.queries import load_questions
from ofsted_kg.resources import overlaid_files
from ofsted_kg.store import EmbeddedStore, open_store
from tests.cli.conftest import TWO_REPORTS
from tests.notes import Unchecked
from tests.queries.memory import MemoryStore, with_vocabulary

SEARCH = load_questions(overlaid_files("queries", ".rq"))["search"]
AUTHORITY = "https://w3id.org/ofsted-kg/id/authority/"
Rows = list[tuple[str, ...]]


def rows_of(store: MemoryStore, report: str) -> Rows:
    found = store.query(PARAGRAPHS % {"graph": NamedNode(report)})
    return [tuple(str(getattr(term, "value", "")) for term in row) for row in found]


@pytest.fixture(scope="module")
def store(conversions: Mapping[str, Conversion]) -> MemoryStore:
    return with_vocabulary(conversion.nquads for conversion in conversions.values())


@pytest.fixture(scope="module")
def labels(store: MemoryStore) -> Labels:
    return read_labels(store)


@pytest.fixture(scope="module")
def index(store: MemoryStore, conversions: Mapping[str, Conversion], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "paragraphs.db"
    write_paragraphs(path, None, (), {c.report: rows_of(store, c.report) for c in conversions.values()})
    return path


class Indexed(MemoryStore):
    """A store that takes the rows of ``search`` from the index."""

    def __init__(self, store: MemoryStore, index: Path) -> None:
        self.store = store.store
        self.index = index

    def indexed(self, _index: str, terms: Mapping[str, list[Literal]], _columns: list[str]) -> list[tuple[object, ...]]:
        authorities = [term.value for term in terms.get("authority", ())]
        return list(find_paragraphs(self.index, terms["words"][0].value, authorities))


def both(store: MemoryStore, index: Path, labels: Labels, **choices: str) -> tuple[tuple[dict[str, Cell], ...], ...]:
    """The answer from the index, and from SPARQL alone."""
    return tuple(answer(one, SEARCH, choices, labels=labels).records() for one in (Indexed(store, index), store))


WORDS = """
MARAC marac risk the e a well-being Well-being ' ’ (MARAC) 2011 - ; % %s _ ^ \\ $1 . * +? [ ] { } ( ) || | a|b ~ & &&
assess ssess d’Inverno " 14 é ß İ Σ
""".split()
PHRASES = [
    "core groups",
    "Core Group",
    "children and young people",
    "no such words",
    "sessment of",
    "health and social",
    "of  the",
]


@pytest.mark.parametrize("words", WORDS + PHRASES)
def test_the_index_gives_the_rows_of_the_query(words: str, store: MemoryStore, index: Path, labels: Labels) -> None:
    from_index, from_sparql = both(store, index, labels, words=words)
    assert from_index == from_sparql


@pytest.fixture(scope="module")
def texts(store: MemoryStore, conversions: Mapping[str, Conversion]) -> list[str]:
    return [row[-1] for conversion in conversions.values() for row in rows_of(store, conversion.report)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_piece_of_a_paragraph_is_found_as_the_query_finds_it(
    data: st.DataObject, texts: list[str], store: MemoryStore, index: Path, labels: Labels
) -> None:
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : start + data.draw(st.integers(1, 30))].strip()
    if words:
        from_index, from_sparql = both(store, index, labels, words=words)
        assert from_index
        assert from_index == from_sparql


def test_an_authority_narrows_the_search(store: MemoryStore, index: Path, labels: Labels) -> None:
    from_index, from_sparql = both(store, index, labels, words="MARAC", authority="Poole")
    assert from_index == from_sparql
    assert [row["paragraph"] for row in from_index] == [40, 74, 78, 82]


def test_those_that_hold_the_words_most_often_come_first(index: Path) -> None:
    found = [row[COLUMNS.index("times")] for row in find_paragraphs(index, "core groups")]
    assert [getattr(times, "value", None) for times in found] == ["4", "1", "1", "1", "1", "1"]


def test_the_index_knows_every_column_of_the_question() -> None:
    assert tuple(column.name for column in SEARCH.columns) == COLUMNS


def test_a_paragraph_of_a_file_with_pages_has_its_page(tmp_path: Path) -> None:
    row = (f"{AUTHORITY}dudley", "2011-12-09", "1", "7", "https://example.org/report/paragraph/1", "", "Some words")
    write_paragraphs(tmp_path / "paragraphs.db", None, (), {"https://example.org/report": [row]})
    (found,) = find_paragraphs(tmp_path / "paragraphs.db", "words")
    assert [getattr(term, "value", None) for term in found][:5] == [f"{AUTHORITY}dudley", "1", "7", None, "1"]


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "index" / "000001" / "paragraphs.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 500)
    with pytest.raises(StoreError, match=r"paragraphs\.db: damaged: delete the folder .*index and build again"):
        list(find_paragraphs(path, "x"))


def test_a_disk_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="unable to open database file; what was published stays as it was"):
        write_paragraphs(tmp_path / "nowhere" / "paragraphs.db", None, (), {})


# --- built and published with the store


@pytest.fixture(scope="module")
def two_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once("kg-of-two", TWO_REPORTS, tmp_path_factory)


@pytest.fixture
def kg(two_reports: Path, tmp_path: Path) -> Path:
    shutil.copytree(two_reports, tmp_path / "kg")
    return tmp_path / "kg"


def found(kg: Path, words: str = "MARAC") -> Rows:
    """What the published index finds, by authority and paragraph."""
    with open_store(kg) as store:
        return [(str(row["authority"]), str(row["paragraph"])) for row in answer(store, SEARCH, {"words": words}).records()]


OF_DUDLEY = [("Dudley", "14"), ("Dudley", "34"), ("Dudley", "55")]
OF_POOLE = [("Poole", "40"), ("Poole", "74"), ("Poole", "78"), ("Poole", "82")]


def test_a_store_answers_from_the_index_that_was_published_with_it(two_reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmbeddedStore, "query", refuse_the_question)
    assert sorted(found(two_reports)) == sorted(OF_DUDLEY + OF_POOLE)


ASK = EmbeddedStore.query


def refuse_the_question(store: EmbeddedStore, sparql: str) -> object:
    assert "CONTAINS" not in sparql
    return ASK(store, sparql)


def test_an_index_without_it_answers_all_the_same(kg: Path) -> None:
    expected = found(kg)
    for path in kg.glob("index/*/paragraphs.db"):
        path.unlink()
    assert found(kg) == expected


def test_what_is_taken_out_and_put_in_again_is_not_found_in_between(kg: Path) -> None:
    options = BuildOptions(jobs=1, workshop=Unchecked())
    before = found(kg)
    remove(kg, ["poole_slac_2011-11-11"])
    assert found(kg) == OF_DUDLEY
    build(TWO_REPORTS, kg, options)
    assert found(kg) == before


@pytest.fixture(scope="module")
def changed_text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("changed") / TWO_REPORTS[0].name
    path.write_text(TWO_REPORTS[0].read_text("utf-8").replace("MARAC", "CARAM"), "utf-8")
    return path


def test_a_changed_report_is_found_by_its_new_words_alone(kg: Path, changed_text: Path) -> None:
    build([changed_text], kg, BuildOptions(jobs=1, workshop=Unchecked()))
    assert sorted(found(kg)) == sorted(OF_POOLE)
    assert sorted(found(kg, "caram")) == OF_DUDLEY
