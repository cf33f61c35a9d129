"""Commands that ask: ``queries``, ``query`` and ``sparql``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_kg.cli import completion, console, question_help
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import (
    DEFAULT_KG,
    AuthOption,
    EndpointOption,
    FormatOption,
    KgOption,
    OutOption,
    QueriesOption,
    SecretOption,
    examples,
)
from ofsted_kg.cli.results import chosen_format, deliver
from ofsted_kg.cli.signing_in import Place, opened
from ofsted_kg.cli.tables import Table, show, table
from ofsted_kg.errors import ParameterError
from ofsted_kg.resources import overlaid_files

if TYPE_CHECKING:
    from ofsted_kg.answers import Answer
    from ofsted_kg.question import Question

_Name = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help="Name of a question.", autocompletion=completion.question_names, show_default=False),
]
_Param = Annotated[
    list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="A parameter of the question; short: --NAME VALUE.")
]
_Help = Annotated[bool, typer.Option("--help", "-h", help="Show this, or the parameters of the question NAME.")]
FORMATS = ("table", "csv", "json", "md", "xlsx")


@app.command(
    epilog=examples("queries", "queries grade-matrix"),
)
def queries(name: _Name = None, overlay: QueriesOption = None) -> None:
    """List the stored questions, or show the SPARQL of one."""
    if name:
        console.say(question_named(name, overlay).sparql.rstrip())
        return
    found = load_all(overlay).values()
    show(table(("name", "question"), ((question.name, question.in_words()) for question in found)))


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    epilog=examples(
        "query grade-matrix",
        "query grades-of-area --area 'partnership working'",
        "query recommendations --timescale immediately --format csv -o immediately.csv",
        "query grade-matrix --endpoint http://localhost:7878/query",
        "query recommendations --help",
    ),
)
def query(
    context: typer.Context,
    name: _Name = None,
    param: _Param = None,
    form: FormatOption = None,
    out: OutOption = None,
    kg: KgOption = DEFAULT_KG,
    overlay: QueriesOption = None,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    secret_file: SecretOption = None,
    wants_help: _Help = False,
) -> None:
    """Ask a stored question.

    Each question has parameters of its own; a value may be any name that the vocabulary knows, in any case. Several
    values of one parameter mean any of them. "ofsted-kg query NAME --help" lists the parameters.

    With --endpoint a remote triplestore answers, which "ofsted-kg push" has filled; see there for --auth.
    """
    if wants_help or name is None:
        console.say(question_help.page(question_named(name, overlay)) if name else context.get_help())
        raise typer.Exit(0 if wants_help else 2)
    question = question_named(name, overlay)
    chosen = chosen_format(form, out, FORMATS)
    values = read_parameters(question.name, [*(f"--{p}" for p in param or ()), *context.args])
    answer = ask(Place(kg, endpoint, auth, secret_file), question, values)
    for warning in answer.warnings:
        console.note(f"note: {warning}")
    deliver(written(answer, chosen), out)


def load_all(overlay: Path | None = None) -> dict[str, Question]:
    """Every stored question by name."""
    from ofsted_kg.queries import load_questions

    return load_questions(overlaid_files("queries", ".rq", overlay))


def question_named(name: str, overlay: Path | None = None) -> Question:
    """One question; reads its own file alone."""
    from ofsted_kg.queries import find_question, load_question

    files = {path.stem: path for path in overlaid_files("queries", ".rq", overlay)}
    return load_question(find_question(files, name))


def ask(place: Place, question: Question, chosen: Mapping[str, Sequence[str]]) -> Answer:
    """The answer from a knowledge graph."""
    from ofsted_kg.answers import answer

    with opened(place) as store:
        return answer(store, question, chosen)


def read_parameters(question: str, arguments: Sequence[str]) -> dict[str, list[str]]:
    """``--area X``, ``--area=X`` as values by parameter, in the order given; ParameterError where one has no value."""
    chosen: dict[str, list[str]] = {}
    waiting = list(arguments)
    while waiting:
        option, given, value = waiting.pop(0).partition("=")
        if not option.startswith("--") or not (given or waiting):
            raise ParameterError(f"{option}: each parameter is written --NAME VALUE. See: ofsted-kg query {question} --help")
        chosen.setdefault(option.removeprefix("--"), []).append(value if given else waiting.pop(0))
    return chosen


def written(answer: Answer, form: str) -> Table | bytes:
    """An answer as a table, or as the bytes of a file."""
    from ofsted_kg import tables

    if form == "table":
        return answer_table(answer)
    return tables.FORMATS[form].write(answer)


def answer_table(answer: Answer) -> Table:
    """An answer as a table, folded into a matrix where its question says how."""
    from ofsted_kg.answers import for_reading, in_words
    from ofsted_kg.matrix import matrix

    folded = for_reading(matrix(answer))
    return table([column.name for column in folded.columns], ([in_words(cell) for cell in row] for row in folded.rows))
