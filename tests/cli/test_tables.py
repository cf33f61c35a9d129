from __future__ import annotations

from ofsted_kg.cli.tables import plain, table

LONG = "A sentence that is a good deal longer than eighty characters, which no pipe should ever cut into pieces or wrap."


def test_a_plain_table_has_headings_dashes_and_whole_cells() -> None:
    shown = table(("authority", "paragraphs", "quote"), [("Dudley", 96, LONG), ("Telford and Wrekin", 150, None)])
    assert plain(shown).splitlines() == [
        "authority           paragraphs  quote",
        "------------------  ----------  " + "-" * len(LONG),
        "Dudley                      96  " + LONG,
        "Telford and Wrekin         150",
    ]


def test_a_title_stands_above() -> None:
    assert plain(table(("a",), [["x"]], title="Title")) == "Title\na\n-\nx"


def test_a_table_without_rows_keeps_its_headings() -> None:
    assert plain(table(("a", "bb"), [])) == "a  bb\n-  --"


def test_a_cell_is_one_line_whatever_it_holds() -> None:
    assert plain(table(("a", "b"), [["x\n  y", "\tz"]])).splitlines()[-1] == "x y  z"


def test_words_beside_numbers_are_not_set_to_the_right() -> None:
    assert plain(table(("col",), [["1"], ["x"]])).splitlines()[2:] == ["1", "x"]
