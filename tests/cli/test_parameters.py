from __future__ import annotations

import pytest

from ofsted_kg.cli.questions import read_parameters
from ofsted_kg.errors import ParameterError


def test_a_value_stands_behind_its_option_or_an_equals_sign() -> None:
    given = ["--area", "partnership working", "--grade=3", "--text=a=b", "--area", "being healthy"]
    assert read_parameters("any", given) == {"area": ["partnership working", "being healthy"], "grade": ["3"], "text": ["a=b"]}


def test_a_value_may_begin_with_a_dash() -> None:
    assert read_parameters("any", ["--text", "--x"]) == {"text": ["--x"]}


@pytest.mark.parametrize("given", [["--area"], ["area", "x"], ["-a", "x"]])
def test_anything_else_is_refused_with_the_help_page_to_see(given: list[str]) -> None:
    with pytest.raises(ParameterError, match=r"is written --NAME VALUE\. See: ofsted-kg query grades-of-area --help"):
        read_parameters("grades-of-area", given)
