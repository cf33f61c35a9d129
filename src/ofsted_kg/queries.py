"""Stored questions: load them from files, find one by name, put values in, run it.

The other modules each do one part (`question` types, `question_reader` files, `labels` names of concepts, `binding`
values, `answers` rows, `tables` and `matrix` what is written out); this one is where callers come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from ofsted_kg.answers import Answer, Resource, answer
from ofsted_kg.errors import QueryError, QuerySyntaxError, UnknownQuery
from ofsted_kg.labels import Labels, did_you_mean, nearest, one_of, read_labels
from ofsted_kg.matrix import matrix
from ofsted_kg.question import Column, Parameter, Pivot, Question
from ofsted_kg.question_reader import read_question
from ofsted_kg.tables import FORMATS, Format, to_dataframe

__all__ = [
    "FORMATS",
    "Answer",
    "Column",
    "Format",
    "Labels",
    "Parameter",
    "Pivot",
    "Question",
    "Resource",
    "answer",
    "check_questions",
    "find_question",
    "load_question",
    "load_questions",
    "matrix",
    "read_labels",
    "to_dataframe",
]


def load_question(file: Path) -> Question:
    """Read one ``.rq`` file; QuerySyntaxError names file and line where it is malformed."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuerySyntaxError(f"{file}: expected UTF-8; byte {error.start} is not") from None
    except OSError as error:
        raise QueryError(f"{file}: can't be read: {error.strerror}") from None
    return read_question(file.stem, text, str(file))


def load_questions(files: Iterable[Path]) -> dict[str, Question]:
    """Questions by name, in the order of the files; the first malformed file raises QuerySyntaxError."""
    questions = map(load_question, files)
    return {question.name: question for question in questions}


def check_questions(files: Iterable[Path]) -> tuple[str, ...]:
    """What is wrong with the files, one line for each malformed one; empty where all can be used."""
    return tuple(problem for file in files if (problem := _problem(file)))


_Found = TypeVar("_Found")


def find_question(questions: Mapping[str, _Found], name: str) -> _Found:
    """Question (or file) of that name; UnknownQuery offers the nearest names."""
    found = questions.get(name.lower().replace("_", "-"))
    if found is None:
        hint = did_you_mean(nearest(name, questions)) or one_of(sorted(questions))
        raise UnknownQuery(f"no stored question is called {name!r}{hint}")
    return found


def _problem(file: Path) -> str | None:
    try:
        load_question(file)
    except QueryError as error:
        return str(error)
    return None
