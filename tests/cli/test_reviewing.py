"""``review``: a person corrects what was found, and every answer follows after the next build, and after the one after that."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.cli.conftest import TWO_REPORTS, Run
from tests.notes import Unchecked
from typer.testing import CliRunner, Result

from ofsted_kg.build import BuildOptions, build
from ofsted_kg.cli import app
from ofsted_kg.queries import load_questions
from ofsted_kg.resources import overlaid_files
from ofsted_kg.server.app import create_app
from ofsted_kg.server.settings import Settings

HIATUS = "MARAC are not being held on a regular basis and have experienced a hiatus in leadership"
GAPS = (
    "the Multi-Agency Risk Assessment Conference (MARAC) arrangements are not currently operating effectively "
    "following gaps in chairing arrangements"
)
BY = ("--by", "Ann Example", "--date", "2026-03-05")
NOTE = "by Ann Example on 2026-03-05:"


@dataclass(frozen=True)
class Desk:
    """A knowledge graph that may be changed, and the command line on it."""

    kg: Path

    def run(self, *words: str | Path) -> Result:
        done = CliRunner().invoke(app, [*map(str, words), "--kg", str(self.kg)], prog_name="ofsted-kg", catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
        return done

    def build(self, *reports: Path) -> str:
        summary = build(reports, self.kg, BuildOptions(jobs=1, workshop=Unchecked()))
        assert summary.problems == ()
        return ", ".join(f"{Path(outcome.source).stem} {outcome.status.value}" for outcome in summary.outcomes)

    def rows(self, *words: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.run(*words, "--format", "csv").stdout)))

    def of_marac(self, *columns: str, authority: str = "dudley") -> list[tuple[str, ...]]:
        rows = self.rows("query", "topic-verdicts", "--topic", "marac", "--authority", authority)
        return [tuple(row[column] for column in columns) for row in rows]

    def link(self, authority: str, topic: str, paragraph: int) -> str:
        """The name of a finding as the list prints it."""
        rows = self.rows("review", "list", "--authority", authority, "--topic", topic)
        return next(row["link"] for row in rows if row["paragraph"] == str(paragraph))


def copied(source: Path, folder: Path) -> Desk:
    shutil.copytree(source, folder / "kg")
    return Desk(folder / "kg")


@pytest.fixture(scope="module")
def corrected(two_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Dudley's MARAC clauses: one rejected, one amended, one accepted; one added; Poole's verdict amended in a file elsewhere."""
    folder = tmp_path_factory.mktemp("corrected")
    desk = copied(two_reports, folder)
    rejected, amended, accepted = (desk.link("dudley", "marac", paragraph) for paragraph in (14, 34, 55))
    desk.run("review", "reject", rejected, "--reason", "since put right", *BY)
    desk.run("review", "amend", amended, "--polarity", "adequate", "--reason", "a hiatus", *BY)
    desk.run("review", "accept", accepted, "--reason", "so it is", *BY)
    added = ("--topic", "Partnership working", "--polarity", "strength", "--quote", "MAPPA are well embedded")
    desk.run("review", "add", "dudley_slac_2011-12-09", "34", *added, "--reason", "for short", *BY)
    verdict = ("poole/slac/2011-11-11/verdict/marac", "--verdict", "mixed", "--file", folder / "mine.ttl")
    desk.run("review", "amend", *verdict, "--reason", "seldom held", *BY)
    assert desk.build(*TWO_REPORTS) == "dudley-2012 changed, poole-2011 changed"
    return desk


def test_answers_count_what_is_left_and_say_who_corrected_it(corrected: Desk) -> None:
    columns = ("verdict", "strengths", "adequate", "weaknesses", "polarity", "paragraph", "review")
    rests = "verdict rests on 3 reviewed findings (Ann Example)"
    assert corrected.of_marac(*columns) == [
        ("weak", "0", "1", "1", "Adequate", "34", f"amended {NOTE} a hiatus; {rests}"),
        ("weak", "0", "1", "1", "Weakness", "55", f"accepted {NOTE} so it is; {rests}"),
    ]
    verdict = f"verdict amended {NOTE} seldom held"
    assert corrected.of_marac(*columns, authority="poole") == [
        ("mixed", "3", "0", "0", "Strength", paragraph, verdict) for paragraph in ("40", "74", "82")
    ]


def test_the_question_of_weak_arrangements_follows(corrected: Desk) -> None:
    rows = corrected.rows("query", "weak-arrangements", "--topic", "marac")
    assert [(row["authority"], row["adequate"], row["weaknesses"], row["paragraph"]) for row in rows] == [
        ("Dudley", "1", "1", "55")
    ]


RESTS = "rests on 3 reviewed findings (Ann Example)"
ACCEPTED = f"accepted {NOTE} so it is"
OF_DUDLEY_S_MARAC = {
    "evidence": [f"amended {NOTE} a hiatus", ACCEPTED],
    "only-here": [f"{ACCEPTED}; verdict {RESTS}"],
    "topic-matrix": [RESTS],
    "topic-verdicts": [f"amended {NOTE} a hiatus; verdict {RESTS}", f"{ACCEPTED}; verdict {RESTS}"],
    "weak-arrangements": [f"{ACCEPTED}; verdict {RESTS}"],
    "weak-under-good-grade": [ACCEPTED],
}


@pytest.mark.parametrize("question", OF_DUDLEY_S_MARAC)
def test_each_row_says_who_decided_what(question: str, corrected: Desk) -> None:
    rows = corrected.rows("query", question, "--authority", "dudley", "--topic", "marac")
    assert [row["review"] for row in rows] == OF_DUDLEY_S_MARAC[question]


@pytest.mark.parametrize("question", ["agency-profile", "similar-authorities", "section-balance", "authority-profile"])
def test_rows_that_count_findings_say_that_some_were_reviewed(question: str, corrected: Desk) -> None:
    assert any("reviewed" in row["review"] for row in corrected.rows("query", question))


def test_every_question_that_reads_findings_or_verdicts_has_a_column_for_reviews() -> None:
    questions = load_questions(overlaid_files("queries", ".rq")).values()
    reading = {
        q.name: [column.name for column in q.columns] for q in questions if "polarity" in q.sparql or "verdict" in q.sparql
    }
    assert [name for name, columns in reading.items() if "review" not in columns] == ["reviews"]


def test_the_page_of_the_report_says_it_beside_the_paragraph(corrected: Desk) -> None:
    with TestClient(create_app(corrected.kg, Settings())) as client:
        page = client.get("/report/dudley/slac/2011-12-09", headers={"accept": "text/html"}).text
    assert page.count('<span class="review">') == 3
    assert f'<span class="review">Reviewed: accepted {NOTE} so it is</span>' in page


def test_a_matrix_marks_the_verdicts_that_rest_on_reviews(corrected: Desk) -> None:
    row = corrected.run("query", "topic-matrix", "--topic", "marac").stdout.splitlines()[-1]
    assert row.endswith("  weak 0/1/1 (reviewed)  mixed 3/0/0 (reviewed)")


def test_a_table_has_no_column_for_reviews_where_there_are_none(corrected: Desk) -> None:
    heading = corrected.run("query", "weak-arrangements", "--topic", "core-groups").stdout.splitlines()[0]
    assert "review" not in heading
    assert "review" in corrected.run("query", "weak-arrangements", "--topic", "marac").stdout.splitlines()[0]


def test_a_rejected_finding_is_in_no_answer_but_is_shown_as_rejected(corrected: Desk) -> None:
    for name in ("evidence", "topic-verdicts", "weak-arrangements", "findings-naming"):
        assert GAPS not in [row["quote"] for row in corrected.rows("query", name) if row.get("topic", "").endswith("(MARAC)")]
    (row,) = corrected.rows("query", "data-quality", "--code", "finding-rejected")
    assert (row["authority"], row["subject"]) == ("Dudley", "14")
    assert row["message"] == f'"{GAPS}" does not count as a finding of weakness on marac: rejected {NOTE} since put right'
    explained = corrected.run("explain", TWO_REPORTS[0], "14").stdout
    assert explained.endswith(f"\nReviews: 1\n\nrejected {NOTE} since put right\n  marac weakness -> nothing: {GAPS}\n")


def test_the_list_shows_every_decision(corrected: Desk) -> None:
    rows = [row for row in corrected.rows("review", "list") if row["state"] != "unreviewed"]
    assert [tuple(row[c] for c in ("authority", "state", "says", "paragraph", "quote", "reason")) for row in rows] == [
        ("Dudley", "rejected", "weakness", "14", GAPS, "since put right"),
        ("Dudley", "added", "strength", "34", "MAPPA are well embedded", "for short"),
        ("Dudley", "amended", "adequate", "34", HIATUS, "a hiatus"),
        ("Dudley", "accepted", "weakness", "55", rows[3]["quote"], "so it is"),
        ("Poole", "amended", "mixed", "", "3 praise, 0 adequate, 0 criticise", "seldom held"),
    ]
    assert {(row["reviewer"], row["decided"]) for row in rows} == {("Ann Example", "2026-03-05")}


def test_corrections_survive_a_rebuild_from_nothing(corrected: Desk, tmp_path: Path) -> None:
    desk = copied(corrected.kg, tmp_path)
    before = (desk.kg / "graphs" / "dudley_slac_2011-12-09.nq").read_bytes()
    for folder in ("graphs", "index"):
        shutil.rmtree(desk.kg / folder)
    assert desk.build(TWO_REPORTS[0]) == "dudley-2012 added"
    assert (desk.kg / "graphs" / "dudley_slac_2011-12-09.nq").read_bytes() == before


def test_a_build_makes_anew_what_was_reviewed_and_nothing_else(corrected: Desk, tmp_path: Path) -> None:
    desk = copied(corrected.kg, tmp_path)
    assert desk.build(*TWO_REPORTS) == "dudley-2012 current, poole-2011 current"
    finding = desk.link("poole", "mappa", 74)
    told = desk.run("review", "accept", finding, "--reason", "yes", *BY)
    assert told.stdout == f"{finding.partition('/report/')[2]}: accepted {NOTE} yes\n"
    assert told.stderr == f"wrote {desk.kg}/reviews/reviews.ttl; it counts once you build poole-2011.txt again\n"
    assert desk.build(*TWO_REPORTS) == "dudley-2012 current, poole-2011 changed"


def test_a_review_that_is_taken_out_of_its_file_does_not_count_any_more(corrected: Desk, tmp_path: Path) -> None:
    desk = copied(corrected.kg, tmp_path)
    shutil.rmtree(desk.kg / "reviews")
    assert desk.build(TWO_REPORTS[0]) == "dudley-2012 changed"
    assert [row[0] for row in desk.of_marac("paragraph")] == ["14", "34", "55"]


def test_answers_warn_of_reviews_that_wait_for_a_build(corrected: Desk, tmp_path: Path) -> None:
    desk = copied(corrected.kg, tmp_path)
    desk.run("review", "reject", desk.link("dudley", "marac", 55), "--reason", "no", *BY)
    desk.build()
    asked = desk.run("query", "weak-arrangements", "--topic", "marac")
    assert (
        asked.stderr == "note: Dudley, 2011-12-09 (slac): reviews made since are not applied yet: build dudley-2012.txt again\n"
    )


def test_reviews_of_a_report_that_is_not_there_are_told(corrected: Desk, tmp_path: Path) -> None:
    desk = copied(corrected.kg, tmp_path)
    desk.run("remove", "poole_slac_2011-11-11")
    assert desk.run("build").stderr == "note: reviews of poole_slac_2011-11-11 wait: the graph has no such report\n"


def test_a_review_is_found_again_by_its_words_when_the_name_of_its_finding_has_changed(two_reports: Path, tmp_path: Path) -> None:
    desk = copied(two_reports, tmp_path)
    desk.run("review", "reject", desk.link("dudley", "marac", 14), "--reason", "no", *BY)
    file = desk.kg / "reviews" / "reviews.ttl"
    file.write_text(file.read_text().replace("/finding/p14/marac/", "/finding/p14/marac/of-another-release-"))
    desk.build(TWO_REPORTS[0])
    assert [row[0] for row in desk.of_marac("paragraph")] == ["34", "55"]


def test_reviewed_findings_are_gold(corrected: Desk) -> None:
    gold = json.loads(corrected.run("review", "export", "dudley_slac_2011-12-09").stdout)
    assert gold["report"] == {
        "authority": "Dudley",
        "inspection_start": "2011-11-28",
        "inspection_end": "2011-12-09",
        "published": "2012-01-25",
        "reporting_inspector": "Martin Ayres HMI",
    }
    review = {"decision": "amended", "reviewer": "Ann Example", "decided": "2026-03-05", "reason": "a hiatus"}
    assert {"paragraph": 34, "quote": HIATUS, "topic": "marac", "polarity": "adequate", "review": review} in gold["findings"]
    assert [row["review"]["decision"] for row in gold["findings"]] == ["added", "amended", "accepted"]
    assert [(row["paragraph"], row["topic"], row["polarity"]) for row in gold["rejected_findings"]] == [(14, "marac", "weakness")]
    every = json.loads(corrected.run("review", "export").stdout)
    assert every[0] == gold
    assert [(one["report"]["authority"], one["verdicts"][0]["verdict"]) for one in every[1:]] == [("Poole", "mixed")]


def test_gold_may_hold_what_nobody_has_reviewed(corrected: Desk) -> None:
    gold = json.loads(corrected.run("review", "export", "dudley-2012.txt", "--all").stdout)
    facts = json.loads(CliRunner().invoke(app, ["facts", str(TWO_REPORTS[0])]).stdout)
    found = {(row["paragraph"], row["topic"], row["polarity"]) for row in facts["findings"]}
    stated = {(row["paragraph"], row["topic"], row["polarity"]) for row in gold["findings"]}
    assert stated - found == {(34, "marac", "adequate"), (34, "partnership-working", "strength")}
    assert found - stated == {(14, "marac", "weakness"), (34, "marac", "weakness")}


def test_the_graph_of_reviews_is_validated_with_the_reports(corrected: Desk) -> None:
    assert corrected.run("validate").stderr.startswith("3 files validated: no violations")


REFUSED: list[tuple[list[str], str]] = [
    (["accept", "dudley/slac/2011-12-09/finding/p1/x/0"], "no such finding or verdict; list them with: ofsted-kg review list"),
    (["accept", "a b <>"], "is no finding and no verdict"),
    (
        ["amend", "dudley/slac/2011-12-09/verdict/marac"],
        "verdict: '' is not known; expected one of weak, mixed, adequate, strong",
    ),
    (["amend", "dudley/slac/2011-12-09/verdict/marac", "--topic", "mappa"], "is a verdict: it has a value"),
    (["accept", "dudley/slac/2011-12-09/verdict/marac", "--file", "mine.txt"], "give it the ending .ttl"),
    (["accept", "dudley/slac/2011-12-09/verdict/marac", "--date", "soon"], "--date: 'soon' is no date"),
    (["accept", "dudley/slac/2011-12-09/verdict/marac", "--by", " "], "a review needs a reviewer"),
    (["add", "dudley", "34", "--topic", "x", "--polarity", "x", "--quote", "x"], "dudley: no such report in the graph"),
    (
        ["add", "dudley-2012.txt", "134", "--topic", "marac", "--polarity", "strength", "--quote", "x"],
        "dudley/slac/2011-12-09 has no paragraph 134",
    ),
    (
        ["add", "dudley-2012.txt", "34", "--topic", "marac", "--polarity", "strength", "--quote", "MARAC are held"],
        "paragraph 34 does not hold these words, to the letter: it reads: ",
    ),
    (
        ["add", "dudley-2012.txt", "34", "--topic", "marc", "--polarity", "strength", "--quote", "MARAC"],
        "topic: 'marc' is not known; did you mean ",
    ),
    (
        ["add", "dudley-2012.txt", "34", "--topic", "marac", "--polarity", "good", "--quote", "MARAC"],
        "polarity: 'good' is not known; expected one of strength, adequate, weakness",
    ),
    (
        ["add", "dudley-2012.txt", "34", "--topic", "marac", "--polarity", "weakness", "--quote", HIATUS],
        "is there already: accept it instead",
    ),
]


@pytest.mark.parametrize(("words", "reason"), REFUSED, ids=lambda given: " ".join(given)[:60] if isinstance(given, list) else "")
def test_what_can_not_be_reviewed_is_refused_in_one_line(words: list[str], reason: str, run: Run, two_reports: Path) -> None:
    refused = run("review", words[0], *BY, "--reason", "no", *words[1:], "--kg", two_reports)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert reason in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert not (two_reports / "reviews" / "reviews.ttl").exists()


def test_a_finding_is_amended_to_something_else_or_not_at_all(run: Run, two_reports: Path, tmp_path: Path) -> None:
    desk = copied(two_reports, tmp_path / "copy")
    finding = desk.link("dudley", "marac", 14)
    for words, reason in (
        (["--polarity", "weakness"], "says so already"),
        (["--verdict", "weak"], "is a finding: it has a topic and a polarity and no verdict"),
    ):
        refused = run("review", "amend", finding, *words, *BY, "--reason", "no", "--kg", desk.kg)
        assert reason in refused.stderr


def test_a_file_that_another_file_s_name_would_hide_is_refused(run: Run, corrected: Desk, tmp_path: Path) -> None:
    verdict = ("dudley/slac/2011-12-09/verdict/marac", "--reason", "no", *BY)
    refused = run("review", "accept", *verdict, "--file", tmp_path / "mine.ttl", "--kg", corrected.kg)
    assert "another file of that name is there" in refused.stderr
    assert not (tmp_path / "mine.ttl").exists()


@pytest.mark.parametrize("spoil", [lambda text: text.replace("okg:Rejected", "okg:Lost"), lambda text: f"{text} ."])
def test_a_spoilt_file_stops_the_build_and_leaves_what_was_published(
    spoil: Callable[[str], str], corrected: Desk, tmp_path: Path, run: Run
) -> None:
    desk = copied(corrected.kg, tmp_path / "copy")
    file = desk.kg / "reviews" / "reviews.ttl"
    file.write_text(spoil(file.read_text()))
    built = run("build", *TWO_REPORTS, "--kg", desk.kg)
    assert built.exit_code == 2
    assert built.stderr.startswith(f"error: {file}: ")
    assert [row[0] for row in desk.of_marac("paragraph")] == ["34", "55"]


def test_a_topic_outside_the_vocabulary_stops_the_build(corrected: Desk, tmp_path: Path, run: Run) -> None:
    desk = copied(corrected.kg, tmp_path / "copy")
    file = desk.kg / "reviews" / "reviews.ttl"
    file.write_text(file.read_text().replace("topic:partnership-working", "topic:weather"))
    built = run("build", "--kg", desk.kg)
    assert built.exit_code == 2
    assert "one that is not in the scheme of topics" in built.stderr
