"""From the parameters of an address to the answer of a stored question, page by page.

``limit`` and ``offset`` choose the rows; whether there is a next page is known from one row more than asked for, so no
total is invented.  Every other parameter belongs to the question; a wrong one is refused with the values allowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from ofsted_kg.answers import Answer
from ofsted_kg.binding import read_choices
from ofsted_kg.errors import ParameterError
from ofsted_kg.labels import Labels
from ofsted_kg.question import Parameter, Question
from ofsted_kg.server.library import Edition
from ofsted_kg.server.refusals import Refusal

PAGING: Final = ("limit", "offset")
LONGEST: Final = 500
"""Characters of the longest value."""
MOST_VALUES: Final = 20
"""Values of one parameter."""
_MOST: Final = 100_000
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Window:
    """The rows asked for."""

    limit: int | None
    """None for all that follow."""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of an answer, and the addresses of its neighbours."""

    answer: Answer
    """With the rows of this page alone."""
    window: Window
    has_next: bool

    def links(self, pairs: Pairs) -> dict[str, str]:
        """Query strings of first, previous and next page, where there are such."""
        limit, offset = self.window.limit, self.window.offset
        if limit is None:
            return {}
        found = {"first": 0} if self.has_next or offset else {}
        if offset:
            found["prev"] = max(0, offset - limit)
        if self.has_next:
            found["next"] = offset + limit
        kept = [(name, value) for name, value in pairs if name not in PAGING]
        return {name: urlencode([*kept, ("limit", limit), ("offset", start)]) for name, start in found.items()}


def ask(edition: Edition, question: Question, pairs: Pairs, limit: int | None) -> Page:
    """One page of the answer; Refusal 422 where a parameter is wrong."""
    window = _window(pairs, limit)
    whole = answer_to(edition, question, pairs)
    end = None if window.limit is None else window.offset + window.limit
    rows = whole.rows[window.offset : end]
    return Page(replace(whole, rows=rows), window, end is not None and end < len(whole.rows))


def answer_to(edition: Edition, question: Question, pairs: Pairs) -> Answer:
    """The whole answer; Refusal 422 where a parameter is wrong."""
    choices = grouped(pairs)
    _check_size(question, choices)
    try:
        return edition.answer(question, choices)
    except ParameterError as error:
        raise _refusal(question, choices, edition.labels, error) from None


def grouped(pairs: Pairs) -> dict[str, list[str]]:
    """Values by parameter, without those that choose rows or formats."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in (*PAGING, "format"):
            found.setdefault(name.replace("-", "_"), []).append(value)
    return found


def filled(pairs: Pairs) -> Pairs:
    """Without the fields that a form left blank."""
    return [(name, value) for name, value in pairs if value.strip()]


def allowed(parameter: Parameter, labels: Labels) -> list[str]:
    """The values that a parameter may have, where they can be listed."""
    if parameter.concept_class:
        return list(dict.fromkeys(concept.label for concept in labels.of_class(parameter.concept_class)))
    return list(parameter.choices)


def _window(pairs: Pairs, limit: int | None) -> Window:
    given = {name: value for name, value in pairs if name in PAGING}
    return Window(
        _number("limit", given["limit"], 1) if "limit" in given else limit, _number("offset", given.get("offset", "0"), 0)
    )


def _number(name: str, text: str, least: int) -> int:
    value = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
    if not least <= value <= _MOST * 10:
        raise Refusal(
            422, f"{name}: expected a whole number from {least}", details={"parameter": name, "allowed": f"{least} or more"}
        )
    return value


def _check_size(question: Question, choices: Mapping[str, Sequence[str]]) -> None:
    for parameter in question.parameters:
        values = choices.get(parameter.name, ())
        if len(values) > MOST_VALUES or any(len(value) > LONGEST for value in values):
            most = f"up to {MOST_VALUES} values of up to {LONGEST} characters"
            details = {"parameter": parameter.name, "allowed": most}
            raise Refusal(422, f"{parameter.name}: too long; {most} are allowed", details=details)


def _refusal(question: Question, choices: Mapping[str, Sequence[str]], labels: Labels, error: ParameterError) -> Refusal:
    details: dict[str, Any] = {"parameter": _culprit(question, choices, labels)}
    parameter = next((p for p in question.parameters if p.name == details["parameter"]), None)
    details["allowed"] = allowed(parameter, labels) if parameter else [p.name for p in question.parameters]
    return Refusal(422, str(error), details=details)


def _culprit(question: Question, choices: Mapping[str, Sequence[str]], labels: Labels) -> str:
    """Name of the parameter that is wrong: each is tried alone."""
    known = {p.name: p for p in question.parameters}
    for name, values in choices.items():
        if name not in known or not _is_right(question, known[name], values, labels):
            return name
    return next((p.name for p in question.parameters if p.required and p.name not in choices), "")


def _is_right(question: Question, parameter: Parameter, values: Sequence[str], labels: Labels) -> bool:
    alone = replace(question, parameters=(parameter,))
    try:
        read_choices(alone, {parameter.name: values}, labels)
    except ParameterError:
        return False
    return True
