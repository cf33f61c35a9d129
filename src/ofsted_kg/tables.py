"""Answers written out: CSV, JSON, Markdown, an Excel workbook, a data frame.

Concepts show their label.  Reports and passages keep their IRI where a file goes on to other programs (CSV, data
frame) and show as links where people read (Markdown, Excel).  JSON keeps IRI, label and type of everything.  CSV
follows RFC 4180 and holds every value as it stands; the workbook stores each text as text, so that none of it runs as
a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ofsted_kg.answers import Answer, Cell, Resource, in_words
from ofsted_kg.matrix import matrix

if TYPE_CHECKING:
    import pandas

_LINKS: Final = ("report", "link")
_NUMBERS: Final = ("integer", "decimal")
_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST: Final = 60
"""Characters of the widest column of a sheet; longer text wraps."""
_FRAME_TYPES: Final = {"integer": "Int64", "decimal": "Float64", "boolean": "boolean", "date": "datetime64[s]", "list": "object"}


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer."""

    name: str
    media_type: str
    write: Callable[[Answer], bytes]


def to_csv(answer: Answer) -> bytes:
    """CSV by RFC 4180 in UTF-8: a header row, lines ended by CR LF, fields quoted where they must be."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in answer.columns])
    for row in answer.rows:
        writer.writerow([_plain(column.type, cell) for column, cell in zip(answer.columns, row, strict=True)])
    return out.getvalue().encode()


def to_json(answer: Answer) -> bytes:
    """JSON with the question, the columns with their types and meanings, the rows by column name, and the warnings."""
    return (json.dumps(_json_object(answer), ensure_ascii=False, indent=2) + "\n").encode()


def to_markdown(answer: Answer) -> bytes:
    """Write a Markdown table below the question in plain English."""
    notes = [f"> {_markdown_text(warning)}" for warning in answer.warnings]
    head = _markdown_row([column.name for column in answer.columns])
    rule = _markdown_row(["---:" if column.type in _NUMBERS else "---" for column in answer.columns])
    body = [_markdown_row([_markdown_cell(cell) for cell in row]) for row in answer.rows]
    lines = [f"**{_markdown_text(answer.wording)}**", "", *notes, *[""] * bool(notes), head, rule, *body]
    return ("\n".join(lines) + "\n").encode()


def to_xlsx(answer: Answer) -> bytes:
    """Excel workbook: the matrix where there is one, the rows with frozen header and filters, and what it all means."""
    import openpyxl

    book = openpyxl.Workbook(write_only=False)
    del book[book.sheetnames[0]]
    if answer.question.pivot:
        fill_sheet(book.create_sheet("matrix"), _sheet_rows(matrix(answer)))
    fill_sheet(book.create_sheet("answer"), _sheet_rows(answer))
    fill_sheet(book.create_sheet("about"), _about_rows(answer))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_dataframe(answer: Answer) -> pandas.DataFrame:
    """Data frame with one column for each of the answer's; concepts by label, reports and passages by IRI.

    Integers are nullable (``Int64``), dates ``datetime64``, lists tuples of strings; what is missing is NA.
    """
    import pandas

    names = [column.name for column in answer.columns]
    rows = [[plain_cell(column.type, cell) for column, cell in zip(answer.columns, row, strict=True)] for row in answer.rows]
    frame = pandas.DataFrame(rows, columns=names, dtype=object)
    return frame.astype({column.name: _FRAME_TYPES.get(column.type, "string") for column in answer.columns})


FORMATS: Final[Mapping[str, Format]] = {
    made.name: made
    for made in (
        Format("csv", "text/csv; charset=utf-8", to_csv),
        Format("json", "application/json", to_json),
        Format("md", "text/markdown; charset=utf-8", to_markdown),
        Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    )
}


def _plain(kind: str, cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell.iri if isinstance(cell, Resource) and kind in _LINKS else in_words(cell)


# --- JSON


def _json_object(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question.name,
        "title": answer.question.title,
        "wording": answer.wording,
        "columns": [{"name": c.name, "type": c.type, "meaning": c.meaning, "evidence": c.evidence} for c in answer.columns],
        "rows": [{name: _json_cell(cell) for name, cell in record.items()} for record in answer.records()],
        "warnings": list(answer.warnings),
    }


def _json_cell(cell: Cell) -> Any:
    if isinstance(cell, Resource):
        return {"iri": cell.iri, "label": cell.label}
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return float(cell)
    return list(cell) if isinstance(cell, tuple) else cell


# --- Markdown


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown_cell(cell: Cell) -> str:
    if isinstance(cell, Resource) and cell.iri.startswith("http") and "/report/" in cell.iri:
        return f"[{_markdown_text(cell.label)}](<{cell.iri}>)"
    return _markdown_text(in_words(cell))


def _markdown_text(text: str) -> str:
    """Text as it stands: what Markdown would read as marks or HTML is escaped, line ends become spaces."""
    return re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", " ".join(text.split()))


# --- Excel


def _sheet_rows(answer: Answer) -> list[list[Cell]]:
    return [[column.name for column in answer.columns], *map(list, answer.rows)]


def _about_rows(answer: Answer) -> list[list[Cell]]:
    """What a reader of the workbook needs to know, on a sheet of its own."""
    question = answer.question
    rows: list[list[Cell]] = [["about", "meaning"], ["question", answer.wording], ["description", question.description]]
    rows.append(["order", question.order])
    rows.extend(["warning", warning] for warning in answer.warnings)
    return rows + [[f"column {column.name}", column.meaning] for column in question.columns]


def fill_sheet(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    """Fill a sheet with rows below their headings: header frozen, filters on, long text wrapped."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row, start=1):
            _write(sheet.cell(number, place), cell)
    for heading in sheet[1]:
        heading.font = Font(bold=True)
    for place, column in enumerate(zip(*rows, strict=True), start=1):
        widest = max(len(in_words(cell)) for cell in column)
        sheet.column_dimensions[get_column_letter(place)].width = min(widest, _WIDEST) + 2
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(target: Any, cell: Cell) -> None:
    """Write a cell: numbers and dates as such, everything else as text that no spreadsheet runs."""
    if isinstance(cell, (int, Decimal, date)):
        target.value = cell
        return
    text = _NOT_IN_XML.sub("", in_words(cell))
    if not text:
        return
    target.value = text
    target.data_type = "s"
    target.quotePrefix = text[0] in "=+-@"
    if isinstance(cell, Resource) and "/report/" in cell.iri:
        target.hyperlink = cell.iri


# --- data frames


def plain_cell(kind: str, cell: Cell) -> Any:
    """A cell of a column as frames hold it: a concept by label, a report or passage by IRI."""
    if isinstance(cell, Resource):
        return cell.iri if kind in _LINKS else cell.label
    return float(cell) if isinstance(cell, Decimal) else cell
