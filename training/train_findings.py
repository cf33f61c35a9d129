"""Train the model of findings from annotated reports.

    python -m training.train_findings [--also REPORT.pdf ...]

writes ``src/ofsted_kg/extract/findings/weights.json`` from the reports under ``tests/gold`` and those named, whose
annotations stand in ``training/annotations``; ``python -m training.measure_findings`` says what it is worth.  Needs
scikit-learn, which the package itself does not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from ofsted_kg.extract.findings.candidates import Candidate
from ofsted_kg.extract.findings.model import Model, clause_signs, model_of, topic_signs
from ofsted_kg.extract.findings.polarity import POLARITIES
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from training.examples import Annotated, Example, further_reports, gold_reports

FINDING_STRENGTH: Final = 0.06
"""Inverse strength of the regularisation, chosen leaving one report out."""
POLARITY_STRENGTH: Final = 0.1
EMPHASIS: Final = {"form": 2.0}
"""Signs of these kinds may weigh more than the others before the regularisation holds them back."""
THRESHOLD: Final = 0.35
SMALLEST_WEIGHT: Final = 0.004
"""Smaller weights are left out of the file: they change no decision."""
WEIGHTS: Final = Path(__file__).parents[1] / "src" / "ofsted_kg" / "extract" / "findings" / "weights.json"


def train(examples: Iterable[Example]) -> Model:
    """The model of some examples."""
    return model_of(weights_of(list(examples)))


def weights_of(examples: Sequence[Example]) -> dict[str, Any]:
    """The weights file of some examples."""
    counted = [example for example in examples if not example.borderline]
    judged = [example for example in counted if example.polarities]
    (finding,) = fitted(counted, finding_signs, [lambda e: bool(e.polarities)], FINDING_STRENGTH)
    sides = fitted(judged, polarity_signs, [is_of(polarity) for polarity in POLARITIES], POLARITY_STRENGTH)
    rows = {sign: [side.get(sign, 0.0) for side in sides] for sign in sorted({*sides[0], *sides[1], *sides[2]})}
    return {"threshold": THRESHOLD, "finding": finding, "polarity": rows}


def is_of(polarity: str) -> Callable[[Example], bool]:
    """Whether an example is of that polarity."""
    return lambda example: polarity in example.polarities


def finding_signs(candidate: Candidate) -> Sequence[str]:
    return candidate.signs


def polarity_signs(candidate: Candidate) -> Sequence[str]:
    return (*clause_signs(candidate), *topic_signs(candidate))


def fitted(
    examples: Sequence[Example],
    signs: Callable[[Candidate], Sequence[str]],
    questions: Sequence[Callable[[Example], bool]],
    strength: float,
) -> list[dict[str, float]]:
    """The weights of one logistic regression for each question; the empty sign is the constant."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{sign: emphasis(sign) for sign in signs(e.candidate)} for e in examples])
    names = vectorizer.get_feature_names_out()
    scales = np.array([emphasis(name) for name in names])
    found = []
    for question in questions:
        model = LogisticRegression(C=strength, max_iter=1000, tol=1e-6).fit(matrix, [question(e) for e in examples])
        found.append(rounded(names, model.coef_[0] * scales, model.intercept_[0]))
    return found


def emphasis(sign: str) -> float:
    return EMPHASIS.get(sign.partition(":")[0], 1.0)


def rounded(names: Iterable[str], weights: NDArray[np.float64], constant: float) -> dict[str, float]:
    """Weights as they stand in the file."""
    told = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if abs(w) >= SMALLEST_WEIGHT}
    return {"": round(float(constant), 3), **told}


def reports_named(arguments: argparse.Namespace) -> list[Annotated]:
    """The reports under ``tests/gold`` and those of ``--also``."""
    vocabulary = packaged_vocabulary()
    return [*gold_reports(vocabulary), *further_reports(arguments.also, vocabulary)]


def arguments_of(description: str) -> argparse.ArgumentParser:
    """A command line that names further reports."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--also", type=Path, nargs="*", default=[], metavar="REPORT", help="published files to learn from as well"
    )
    return parser


def main() -> None:
    """Parse the command line and write the weights."""
    reports = reports_named(arguments_of(str(__doc__)).parse_args())
    data = weights_of([example for report in reports for example in report.examples])
    data = {"trained_on": sorted(report.name for report in reports), **data}
    WEIGHTS.write_text(json.dumps(data, indent=0, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
