"""Lines of a PDF page in reading order, by where they stand."""

from __future__ import annotations

from ofsted_kg.text_layer import PlacedLine, in_reading_order


def at(text: str, left: float, bottom: float) -> PlacedLine:
    return PlacedLine(text, left, bottom, bottom + 10)


def test_bullets_and_numbers_drawn_after_the_text_go_back_to_their_lines() -> None:
    lines = [
        at("The lamp is lit", 100, 500),
        at("and seen.", 100, 480),
        at("Oil it.", 120, 460),
        at("\uf0b7", 100, 461),
        at("14.", 80, 501),
    ]
    assert in_reading_order(lines) == ("14. The lamp is lit", "and seen.", "\uf0b7 Oil it.")


def test_a_number_that_ends_a_sentence_stays_where_it_is() -> None:
    lines = [at("Keepers are trained from the age of", 100, 500), at("16.", 100, 480), at("They are good.", 100, 460)]
    assert in_reading_order(lines) == ("Keepers are trained from the age of", "16.", "They are good.")


def test_a_page_without_lone_marks_is_left_as_it_is() -> None:
    assert in_reading_order([at("1. The lamp", 80, 500), at("is lit.", 100, 480)]) == ("1. The lamp", "is lit.")
