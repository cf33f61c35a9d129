"""The figures of the about page are those of the manual."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from ofsted_kg.description.accuracy import read_accuracy

MANUAL = Path(__file__).parents[2] / "docs" / "accuracy.md"


def test_the_about_page_shows_every_figure(client: TestClient) -> None:
    page = client.get("/about", headers={"accept": "text/html"}).text
    accuracy = read_accuracy()
    assert len(accuracy.reports) == 5
    manual = MANUAL.read_text("utf-8")
    for name, scores in accuracy.reports:
        assert name in page
        for score in scores:
            assert f"{score.precision} / {score.recall} / **{score.f1}**" in manual
            assert f"{score.precision} / {score.recall} <strong>{score.f1}</strong>" in page
