"""The figures of the about page are those of the manual."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from ofsted_kg.server.pages.accuracy import Accuracy, Score, accuracy_in, read_accuracy

MANUAL = Path(__file__).parents[2] / "docs" / "accuracy.md"
PAGE = """# Accuracy

## Leave one report out

| report | findings | verdicts |
| --- | --- | --- |
| Somewhere | 0.852 / 0.793 / **0.822** | 0.964 / 0.898 / **0.930** |

## Another table

| report | findings |
| --- | --- |
| Elsewhere | 0.1 / 0.1 / **0.1** |
"""


def test_the_table_of_the_manual_is_read() -> None:
    scores = (Score("0.852", "0.793", "0.822"), Score("0.964", "0.898", "0.930"))
    assert accuracy_in(PAGE) == Accuracy(("findings", "verdicts"), (("Somewhere", scores),))


def test_a_page_without_the_table_has_no_figures() -> None:
    assert accuracy_in("# Accuracy\n") == Accuracy((), ())


def test_the_about_page_shows_every_figure(client: TestClient) -> None:
    page = client.get("/about", headers={"accept": "text/html"}).text
    accuracy = read_accuracy()
    assert len(accuracy.reports) == 3
    manual = MANUAL.read_text("utf-8")
    for name, scores in accuracy.reports:
        assert name in page
        for score in scores:
            assert f"{score.precision} / {score.recall} / **{score.f1}**" in manual
            assert f"{score.precision} / {score.recall} <strong>{score.f1}</strong>" in page
