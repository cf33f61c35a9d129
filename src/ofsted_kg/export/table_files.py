"""A knowledge graph as tables for spreadsheets and data frames: CSV, Parquet and one Excel workbook.

The tables are stored questions of their own (``table_questions/``); their headers give the columns' types, and the
data dictionary.  The same knowledge graph always gives the same CSV and workbook.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ofsted_kg.answers import Answer, Resource, answer
from ofsted_kg.errors import FormatError
from ofsted_kg.labels import Queryable, read_labels
from ofsted_kg.queries import load_question
from ofsted_kg.tables import fill_sheet, plain_cell, to_csv
from ofsted_kg.whole_file import write_whole

if TYPE_CHECKING:
    import pyarrow

TABLES: Final = ("reports", "paragraphs", "judgements", "recommendations", "findings", "agencies")
_QUESTIONS: Final = Path(__file__).parents[1] / "table_questions"
_PARAGRAPHS: Final = "paragraphs"
_TO_PARAGRAPH: Final = "paragraph_link"
_EPOCH: Final = datetime(1980, 1, 1)
"""Time of every workbook: the first that a zip file can hold."""
_ABOUT: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")
"""The library writes the time of day there."""


def read_tables(store: Queryable) -> dict[str, Answer]:
    """All tables by name."""
    labels = read_labels(store)
    return {name: answer(store, load_question(_QUESTIONS / f"{name}.rq"), labels=labels) for name in TABLES}


def write_tables(store: Queryable, folder: Path) -> tuple[Path, ...]:
    """Write every table as CSV and Parquet, the workbook and the data dictionary; the files in the order written."""
    try:
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise FormatError("Parquet needs pyarrow: pip install 'ofsted-kg[tables]'") from None
    tables = read_tables(store)
    files: dict[str, bytes] = {}
    for name, table in tables.items():
        packed = io.BytesIO()
        pyarrow.parquet.write_table(arrow_table(table), packed)
        files |= {f"{name}.csv": to_csv(table), f"{name}.parquet": packed.getvalue()}
    files |= {"ofsted-kg.xlsx": workbook(tables), "README.md": dictionary(tables).encode()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(folder / name, content)
    return tuple(folder / name for name in files)


def dictionary(tables: Mapping[str, Answer]) -> str:
    """What each table and column means, in Markdown."""
    parts = ["# Data dictionary\n\nConcepts stand by their label, reports and other things by their IRI."]
    for name, table in tables.items():
        about = f"## {name}\n\n{table.question.description} {len(table.rows):,} rows, ordered by: {table.question.order}\n"
        rows = [f"| {column.name} | {column.type} | {column.meaning} |" for column in table.columns]
        parts.append("\n".join([about, "| column | type | meaning |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


# --- Parquet


def arrow_table(table: Answer) -> pyarrow.Table:
    """A table with a typed column for each of the question's, its meaning in the column's metadata."""
    import pyarrow

    kinds = {
        "integer": pyarrow.int64(),
        "decimal": pyarrow.float64(),
        "date": pyarrow.date32(),
        "boolean": pyarrow.bool_(),
        "list": pyarrow.list_(pyarrow.string()),
    }
    fields = [
        pyarrow.field(column.name, kinds.get(column.type, pyarrow.string()), metadata={"meaning": column.meaning})
        for column in table.columns
    ]
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(fields)
    cells = [[plain_cell(column.type, cell) for cell in found] for column, found in zip(table.columns, columns, strict=True)]
    return pyarrow.Table.from_arrays(
        [pyarrow.array(found, field.type) for found, field in zip(cells, fields, strict=True)], schema=pyarrow.schema(fields)
    )


# --- the workbook


def workbook(tables: Mapping[str, Answer]) -> bytes:
    """A sheet for each table with frozen header and filters; what rests on a paragraph links to its row."""
    import openpyxl

    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    rows = _rows_by_iri(tables[_PARAGRAPHS])
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        fill_sheet(sheet, [[column.name for column in table.columns], *table.rows])
        _link_paragraphs(sheet, table, rows)
    dictionary_rows = [[name, c.name, c.type, c.meaning] for name, table in tables.items() for c in table.columns]
    fill_sheet(book.create_sheet("dictionary"), [["table", "column", "type", "meaning"], *dictionary_rows])
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _rows_by_iri(paragraphs: Answer) -> dict[str, int]:
    """Row of each paragraph on its sheet."""
    links = [record["link"] for record in paragraphs.records()]
    return {link.iri: row for row, link in enumerate(links, start=2) if isinstance(link, Resource)}


def _link_paragraphs(sheet: Any, table: Answer, rows: Mapping[str, int]) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    places = [place for place, column in enumerate(table.columns, start=1) if column.name == _TO_PARAGRAPH]
    for place in places:
        for number, row in enumerate(table.rows, start=2):
            target = row[place - 1]
            if isinstance(target, Resource) and target.iri in rows:
                cell = sheet.cell(number, place)
                cell.hyperlink = Hyperlink(cell.coordinate, location=f"'{_PARAGRAPHS}'!A{rows[target.iri]}")


def _timeless(packed: bytes) -> bytes:
    """The same zip file without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = _MODIFIED.sub(_EPOCH.isoformat().encode() + b"Z", old.read(name)) if name == _ABOUT else old.read(name)
            new.writestr(zipfile.ZipInfo(name, _EPOCH.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
