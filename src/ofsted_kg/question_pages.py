"""The stored questions as a page of the manual: what each asks, what may be chosen, what its columns mean.

``python -m ofsted_kg.question_pages``, run at the root of a checkout, rewrites what stands behind `MARKER` in
``docs/questions.md``.  A test compares the two, so the page can't drift from the headers of the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from ofsted_kg.labels import tail
from ofsted_kg.question import Column, Parameter, Question

MARKER: Final = "<!-- made from queries/*.rq by python -m ofsted_kg.question_pages -->"
PAGE: Final = Path("docs/questions.md")
QUERIES: Final = Path("queries")


def questions_page(questions: Iterable[Question]) -> str:
    """Markdown: a list of the questions, then each with its parameters and columns."""
    listed = sorted(questions, key=lambda question: question.name)
    contents = "\n".join(f"- [{question.name}](#{question.name}): {question.in_words()}" for question in listed)
    return "\n\n".join([contents, *map(_question, listed)]) + "\n"


def with_questions(page: str, questions: Iterable[Question]) -> str:
    """A page with fresh text behind its marker; what stands before it is kept."""
    return f"{page.split(MARKER)[0]}{MARKER}\n\n{questions_page(questions)}"


def _question(question: Question) -> str:
    parts = [f"## {question.name}", f"*{question.in_words()}*", question.description]
    if question.parameters:
        parts.append(_table(("parameter", "type", "meaning"), map(_parameter, question.parameters)))
    parts.append(_table(("column", "type", "meaning"), map(_column, question.columns)))
    parts.append(f"Order: {question.order[0].lower()}{question.order[1:]}")
    return "\n\n".join(parts)


def _parameter(parameter: Parameter) -> tuple[str, str, str]:
    return (f"`--{parameter.name.replace('_', '-')}`", "; ".join(_type(parameter)), parameter.meaning)


def _type(parameter: Parameter) -> Iterator[str]:
    """Type, default and what else there is to know before a value is chosen."""
    if parameter.choices:
        yield f"one of {', '.join(parameter.choices)}"
    else:
        yield f"{parameter.type} ({tail(parameter.concept_class)})" if parameter.concept_class else parameter.type
    if parameter.default is not None:
        yield f"default {parameter.default}"
    if parameter.required:
        yield "required"
    if not parameter.repeatable and parameter.type != "boolean":
        yield "one value"


def _column(column: Column) -> tuple[str, str, str]:
    return (f"`{column.name}`", f"{column.type}, the evidence" if column.evidence else column.type, column.meaning)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


if __name__ == "__main__":
    from ofsted_kg.queries import load_questions

    found = load_questions(sorted(QUERIES.glob("*.rq")))
    PAGE.write_text(with_questions(PAGE.read_text("utf-8"), found.values()), "utf-8")
