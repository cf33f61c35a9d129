"""The figures of the manual are read from its page."""

from __future__ import annotations

from ofsted_kg.description.accuracy import Accuracy, Score, accuracy_in, accuracy_table, read_accuracy
from ofsted_kg.tables import to_csv

PAGE = """# Accuracy

## Leave one report out

<!-- leave-one-out -->
| report | findings | verdicts |
| --- | --- | --- |
| Somewhere | 0.852 / 0.793 / **0.822** | 0.964 / 0.898 / **0.930** |
<!-- end -->

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


def test_the_manual_has_figures_of_every_annotated_report() -> None:
    accuracy = read_accuracy()
    assert accuracy.measures == ("findings", "finding-topics", "verdicts", "weak-topics")
    assert len(accuracy.reports) == 5
    assert all(0.5 < float(score.f1) < 1 for _, scores in accuracy.reports for score in scores)


def test_the_figures_are_a_table_with_a_row_for_each_report_and_measure() -> None:
    assert to_csv(accuracy_table(accuracy_in(PAGE))).decode().splitlines() == [
        "report,measure,precision,recall,f1",
        "Somewhere,findings,0.852,0.793,0.822",
        "Somewhere,verdicts,0.964,0.898,0.930",
    ]
