"""Commands with which people correct what was found: ``review list``, ``accept``, ``reject``, ``amend``, ``add``, ``export``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ofsted_kg.cli import completion, console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, FormatOption, KgOption, OutOption, examples
from ofsted_kg.cli.questions import FORMATS, ask, question_named, written
from ofsted_kg.cli.results import chosen_format, deliver
from ofsted_kg.cli.signing_in import Place

if TYPE_CHECKING:
    from ofsted_kg.reviews import Review, Signature

review = typer.Typer(rich_markup_mode=None, help="Correct findings and verdicts, in a Turtle file of your own.")
app.add_typer(review, name="review")

_Target = Annotated[
    str, typer.Argument(metavar="FINDING", help='A finding or verdict, as "review list" prints it.', show_default=False)
]
_By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.", envvar="OFSTED_KG_REVIEWER", show_default=False)]
_Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.", show_default=False)]
_Date = Annotated[str | None, typer.Option("--date", metavar="DATE", help="When; else now.", show_default=False)]
_File = Annotated[
    Path | None,
    typer.Option(
        "--file", metavar="FILE", help="Turtle file to write to; else reviews/reviews.ttl of the graph.", dir_okay=False
    ),
]
_Topic = Annotated[
    str | None, typer.Option("--topic", metavar="TOPIC", help="The topic, by any of its names.", show_default=False)
]
_Polarity = Annotated[
    str | None, typer.Option("--polarity", metavar="POLARITY", help="strength, adequate or weakness.", show_default=False)
]
_Verdict = Annotated[
    str | None,
    typer.Option("--verdict", metavar="VERDICT", help="Of a verdict: weak, mixed, adequate or strong.", show_default=False),
]
_Report = Annotated[
    str, typer.Argument(metavar="REPORT", help="Short name, IRI or source file.", autocompletion=completion.report_names)
]
_Paragraph = Annotated[int, typer.Argument(metavar="PARAGRAPH", help="Number of a paragraph.", show_default=False)]
_Quote = Annotated[
    str, typer.Option("--quote", metavar="WORDS", help="The clause, as it stands in the paragraph.", show_default=False)
]
_Authority = Annotated[str | None, typer.Option("--authority", metavar="NAME", help="Of one authority.", show_default=False)]
_State = Annotated[
    str | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help="unreviewed, accepted, amended, added, rejected or not applicable.",
        show_default=False,
    ),
]
_All = Annotated[bool, typer.Option("--all", help="Findings that nobody has reviewed, too.")]
_EXAMPLE = "dudley/slac/2011-12-09/finding/p14/marac/8108149c06"


@review.command(name="list", epilog=examples("review list --authority dudley --topic marac", "review list --state rejected"))
def list_findings(
    authority: _Authority = None,
    topic: _Topic = None,
    state: _State = None,
    form: FormatOption = None,
    out: OutOption = None,
    kg: KgOption = DEFAULT_KG,
) -> None:
    """List findings with what was decided about them.

    The last column names the finding for the other commands. The same as "ofsted-kg query reviews".
    """
    chosen = chosen_format(form, out, FORMATS)
    given = {"authority": authority, "topic": topic, "state": state}
    answer = ask(Place(kg), question_named("reviews"), {name: [value] for name, value in given.items() if value})
    for warning in answer.warnings:
        console.note(f"note: {warning}")
    deliver(written(answer, chosen), out)


@review.command(epilog=examples(f"review accept {_EXAMPLE} --by 'Ann Example' --reason 'as I read it'"))
def accept(finding: _Target, by: _By, reason: _Reason, file: _File = None, date: _Date = None, kg: KgOption = DEFAULT_KG) -> None:
    """Confirm a finding or a verdict: it stays whatever the program finds later."""
    from ofsted_kg.review_desk import ReviewDesk

    desk = ReviewDesk(kg, file)
    _tell(desk.accept(finding, _signature(by, reason, date)), desk.written, kg)


@review.command(epilog=examples(f"review reject {_EXAMPLE} --by 'Ann Example' --reason 'it is about another forum'"))
def reject(finding: _Target, by: _By, reason: _Reason, file: _File = None, date: _Date = None, kg: KgOption = DEFAULT_KG) -> None:
    """Say that there is no such finding or verdict: it counts for nothing and goes from every answer."""
    from ofsted_kg.review_desk import ReviewDesk

    desk = ReviewDesk(kg, file)
    _tell(desk.reject(finding, _signature(by, reason, date)), desk.written, kg)


@review.command(
    epilog=examples(
        f"review amend {_EXAMPLE} --polarity adequate --by 'Ann Example' --reason 'a gap, since closed'",
        "review amend dudley/slac/2011-12-09/verdict/marac --verdict mixed --by 'Ann Example' --reason '55 weighs less'",
    )
)
def amend(
    finding: _Target,
    by: _By,
    reason: _Reason,
    topic: _Topic = None,
    polarity: _Polarity = None,
    verdict: _Verdict = None,
    file: _File = None,
    date: _Date = None,
    kg: KgOption = DEFAULT_KG,
) -> None:
    """Give a finding another topic or polarity, or a verdict another value."""
    from ofsted_kg.review_desk import Amendment, ReviewDesk

    desk = ReviewDesk(kg, file)
    amendment = Amendment(topic, polarity, verdict)
    _tell(desk.amend(finding, amendment, _signature(by, reason, date)), desk.written, kg)


@review.command(
    epilog=examples(
        "review add poole_slac_2011-11-11 42 --topic thresholds --polarity strength --quote 'clear about thresholds'"
        " --by Ann --reason 'praise that was missed'"
    )
)
def add(
    report: _Report,
    paragraph: _Paragraph,
    quote: _Quote,
    topic: Annotated[str, typer.Option("--topic", metavar="TOPIC", help="The topic, by any of its names.", show_default=False)],
    polarity: Annotated[
        str, typer.Option("--polarity", metavar="POLARITY", help="strength, adequate or weakness.", show_default=False)
    ],
    by: _By,
    reason: _Reason,
    file: _File = None,
    date: _Date = None,
    kg: KgOption = DEFAULT_KG,
) -> None:
    """Add a finding that was missed; its words must stand in the paragraph."""
    from ofsted_kg.review_desk import ReviewDesk
    from ofsted_kg.reviews import Stance

    desk = ReviewDesk(kg, file)
    done = desk.add(report, (paragraph, quote), Stance(topic, polarity), _signature(by, reason, date))
    _tell(done, desk.written, kg)


@review.command(epilog=examples("review export dudley_slac_2011-12-09 -o gold.json", "review export --all"))
def export(
    report: Annotated[str | None, typer.Argument(metavar="REPORT", help="One report; else every reviewed one.")] = None,
    everything: _All = False,
    out: OutOption = None,
    kg: KgOption = DEFAULT_KG,
) -> None:
    """Write reviewed findings as gold: the JSON of "ofsted-kg facts", for measuring what the program finds.

    One report gives one object, several give a list of them. What was rejected stands apart, so that a mistake that comes
    back is seen.
    """
    from ofsted_kg.review_gold import gold_of, gold_of_all
    from ofsted_kg.store import open_store

    with open_store(kg) as store:
        gold = gold_of(store, report, everything) if report else gold_of_all(store, everything)
    deliver(f"{json.dumps(gold, indent=2, ensure_ascii=False)}\n".encode(), out)


def _signature(by: str, reason: str, date: str | None) -> Signature:
    from datetime import UTC, datetime

    from ofsted_kg.errors import ReviewError
    from ofsted_kg.reviews import Signature

    try:
        time = datetime.fromisoformat(date) if date else datetime.now(UTC).replace(microsecond=0)
    except ValueError:
        raise ReviewError(f"--date: {date!r} is no date; expected something like 2026-03-05 or 2026-03-05T14:00:00Z") from None
    return Signature(by, reason, time if time.tzinfo else time.replace(tzinfo=UTC))


def _tell(done: Review, file: Path, kg: Path) -> None:
    """What was decided, and how it comes to count."""
    from ofsted_kg.review_desk import short_target, source_of

    console.say(f"{short_target(done.target)}: {done.note}")
    console.note(f"wrote {file}; it counts once you build {source_of(kg, done.report)} again")
