"""The figures of the manual are read from its page."""

from __future__ import annotations

from ofsted_kg.description.accuracy import Accuracy, Score, accuracy_in, read_accuracy

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
