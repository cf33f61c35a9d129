from __future__ import annotations

import os
import random
import re
import struct
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest
from pyoxigraph import RdfFormat, Store

from ofsted_kg.answers import Cell, Resource
from ofsted_kg.errors import FormatError, OfstedKgError, QueryError
from ofsted_kg.network import NamedAgency, NetworkRows, build_network
from ofsted_kg.plots import ENDINGS, PICTURES, draw
from ofsted_kg.plots.grades import draw_grades
from ofsted_kg.plots.network_layout import Placed, first_places, make_room
from ofsted_kg.plots.page import INK, PAPER, RAMP, Page, lightness, settings, width_of, wrapped
from ofsted_kg.plots.partners import chosen_agencies, draw_partners
from ofsted_kg.plots.recommendations import draw_recommendations
from ofsted_kg.plots.topics import Topic, draw_topics
from tests.test_network import ROWS, TRIG

Row = Mapping[str, Cell]
EAST = {"authority": Resource("a/east", "East"), "report": Resource("r/east", "r"), "inspected": date(2011, 6, 17)}
WEST = {"authority": Resource("a/west", "West"), "report": Resource("r/west", "r"), "inspected": date(2012, 3, 26)}
SAFE, CARE = Resource("p/safe", "Safety"), Resource("p/care", "Care")
GRADES: list[Row] = [
    {**EAST, "part": SAFE, "area": Resource("x/1", "Leadership"), "grade": Resource("g/4", "Inadequate"), "grade_number": 4},
    {**WEST, "part": SAFE, "area": Resource("x/1", "Leadership"), "grade": Resource("g/1", "Outstanding"), "grade_number": 1},
    {**WEST, "part": CARE, "area": Resource("x/2", "Health"), "grade": Resource("g/2", "Good"), "grade_number": 2},
]
AUDIT, MARAC = Topic("t/audit", "Audit", "Practice"), Topic("t/marac", "MARAC", "Risks")
VERDICTS: list[Row] = [
    {**EAST, "topic": Resource("t/audit", "Audit"), "verdict": "weak", "strengths": 1, "adequate": 2, "weaknesses": 13},
    {**WEST, "topic": Resource("t/audit", "Audit"), "verdict": "strong", "strengths": 4, "adequate": 0, "weaknesses": 0},
]
SOON, LATER = Resource("w/now", "Immediately"), Resource("w/six", "Within six months")
COUNTS: list[Row] = [
    {**EAST, "part": SAFE, "timescale": LATER, "recommendations": 4},
    {**WEST, "part": SAFE, "timescale": SOON, "recommendations": 7},
    {**WEST, "part": CARE, "timescale": None, "recommendations": 2},
]
SOURCE = re.compile(r"Source: Ofsted inspection reports, © Crown copyright; drawn by ofsted-kg \d+\.\d+\.\d+")


def svg(page: Page) -> str:
    return page.to_bytes("svg").decode()


def words(picture: str) -> list[str]:
    """The pieces of text of an SVG, in the order in which they are drawn."""
    return [word.strip() for word in re.findall(r"<!--(.*?)-->", picture, re.DOTALL)]


def fills(picture: str) -> list[str]:
    """Colours of the filled areas."""
    return re.findall(r'style="fill: (#[0-9a-f]{6}); stroke', picture)


def partners() -> str:
    with settings():
        return svg(draw_partners(build_network(ROWS)))


PAGES = {
    "grades": lambda: svg(draw_grades(GRADES)),
    "topics": lambda: svg(draw_topics(VERDICTS, [AUDIT, MARAC])),
    "recommendations": lambda: svg(draw_recommendations(COUNTS, ["Immediately", "Within three months", "Within six months"])),
    "network": partners,
}


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return {name: page() for name, page in PAGES.items()}


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.load(TRIG.encode(), RdfFormat.TRIG)
    return store


# --- what every picture has


@pytest.mark.parametrize("name", PAGES)
def test_a_picture_has_a_title_and_a_source_line(name: str, drawn: dict[str, str]) -> None:
    found = words(drawn[name])
    root = ElementTree.fromstring(drawn[name])
    assert found[0] == next(title.text for title in root.iter("{http://purl.org/dc/elements/1.1/}title"))
    assert sum(bool(SOURCE.fullmatch(word)) for word in found) == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_picture_tells_no_time(name: str, drawn: dict[str, str]) -> None:
    assert "dc:date" not in drawn[name]
    assert PAGES[name]() == drawn[name]


def test_a_persons_own_settings_of_matplotlib_change_nothing(drawn: dict[str, str]) -> None:
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "none", "text.usetex": True}):
        with settings():
            assert partners() == drawn["network"]
        assert matplotlib.rcParams["font.size"] == 30


SCRIPT = "import sys\nfrom tests.test_plots import partners\nsys.stdout.buffer.write(partners().encode())"


def test_a_picture_is_the_same_in_another_process(drawn: dict[str, str]) -> None:
    root = Path(__file__).parents[1]
    environment = os.environ | {"PYTHONHASHSEED": "5", "PYTHONPATH": os.pathsep.join((str(root), str(root / "src")))}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, env=environment, check=True, timeout=120)
    assert done.stdout.decode() == drawn["network"]


def test_shades_differ_without_their_colours() -> None:
    light = [lightness(shade.fill) for shade in RAMP]
    assert all(before - after > 0.12 for before, after in pairwise(light))


def test_letters_are_white_on_the_darkest_shade_alone() -> None:
    assert [shade.ink for shade in RAMP] == [INK, INK, INK, PAPER]


# --- grades


def test_each_grade_is_a_word_on_its_shade(drawn: dict[str, str]) -> None:
    found = words(drawn["grades"])
    cells = found[found.index("Safety") :]
    assert cells == ["Safety", "Leadership", "Inadequate", "Outstanding", "Care", "Health", "not graded", "Good"]
    assert [RAMP[3].fill, RAMP[0].fill] == fills(drawn["grades"])[-4:-2]


def test_columns_say_whose_inspection_and_when(drawn: dict[str, str]) -> None:
    found = words(drawn["grades"])
    place = found.index("East")
    assert found[place : place + 4] == ["East", "June 2011", "West", "March 2012"]


def test_the_legend_of_grades_lists_those_that_were_given(drawn: dict[str, str]) -> None:
    found = words(drawn["grades"])
    legend = ["1", "Outstanding", "2", "Good", "4", "Inadequate", "no grade in the record", "the darker, the worse"]
    assert [word for word in found[: found.index("East")] if word][-len(legend) :] == legend


# --- topics


def test_a_topic_shows_its_verdict_as_a_symbol_with_the_clauses(drawn: dict[str, str]) -> None:
    found = words(drawn["topics"])
    place = found.index("Practice")
    assert found[place : place + 6] == ["Practice", "Audit", "▼", "+1 =2 −13", "▲", "+4"]


def test_a_topic_that_no_report_speaks_of_is_shown_empty(drawn: dict[str, str]) -> None:
    found = words(drawn["topics"])
    assert [word for word in found[found.index("Risks") :] if word] == ["Risks", "MARAC"]


def test_many_columns_stand_in_one_panel() -> None:
    many: list[Row] = [
        {**VERDICTS[0], "authority": Resource(f"a/{n}", f"Town {n}"), "report": Resource(f"r/{n}", "r")} for n in range(7)
    ]
    assert words(svg(draw_topics(many, [AUDIT, MARAC]))).count("Town 3") == 1
    assert words(svg(draw_topics(many[:6], [AUDIT, MARAC]))).count("Town 3") == 2


# --- recommendations


def test_bars_stand_in_the_order_of_their_length_with_totals(drawn: dict[str, str]) -> None:
    found = words(drawn["recommendations"])
    assert [word for word in found[found.index("West") :] if word] == [
        "West",
        "East",
        "Safety",
        "7",
        "7",
        "4",
        "4",
        "Care",
        "2",
        "2",
        "0",
    ]


def test_the_soonest_is_the_darkest_and_what_has_no_time_is_hatched(drawn: dict[str, str]) -> None:
    found = words(drawn["recommendations"])
    assert {"Immediately", "Within six months", "no time given"} <= set(found)
    assert "Within three months" not in found
    assert fills(drawn["recommendations"])[:2] == [RAMP[3].fill, RAMP[2].fill]


def test_an_authority_inspected_twice_has_a_bar_for_each() -> None:
    again: Row = {**COUNTS[0], "report": Resource("r/east/2013-02-01", "r")}
    found = words(svg(draw_recommendations([*COUNTS, again], ["Immediately", "Within six months"])))
    assert {"East, east", "East, 2013-02-01"} <= set(found)


# --- the network


def test_the_network_names_who_is_drawn_and_what_the_looks_mean(drawn: dict[str, str]) -> None:
    found = words(drawn["network"])
    assert {"East", "West", "Coast Police", "East Board", "West Clinic"} <= set(found)
    assert {"inspected authority", "agency named for several authorities", "agency named for one", "board"} <= set(found)


def test_a_recommendation_makes_a_tie_dark_and_a_role_one_that_is_dashed(drawn: dict[str, str]) -> None:
    lines = re.findall(r'"fill: none; (stroke-dasharray)?.*?stroke: (#[0-9a-f]{6}); stroke-width: ([0-9.]+)', drawn["network"])
    legend = [("", "#9a9a9a", "2"), ("", INK, "2"), ("stroke-dasharray", INK, "2")]
    assert lines[-3:] == legend
    assert lines[:-3] == [
        ("", "#9a9a9a", "1.68"),
        ("", INK, "1.2"),
        ("", "#9a9a9a", "0.72"),
        ("", "#9a9a9a", "0.84"),
        ("stroke-dasharray", INK, "1.2"),
    ]


def test_agencies_that_connect_are_drawn_first_then_boards() -> None:
    assert chosen_agencies(build_network(ROWS), 2) == ("g/police", "g/east-board")


def test_an_authority_says_how_many_agencies_are_not_drawn() -> None:
    with settings():
        found = words(svg(draw_partners(build_network(ROWS), shown=1)))
    assert found.count("+ 1 more") == 2


def test_labels_never_lie_on_each_other() -> None:
    chance = random.Random(7)
    labels = [Placed(chance.random() * 10, chance.random() * 7, 1 + chance.random() * 0.8, 0.3) for _ in range(40)]
    make_room(labels, 10.8, 7.0)
    lying = [
        (one, other)
        for one, other in combinations(labels, 2)
        if abs(one.x - other.x) < (one.width + other.width) / 2 and abs(one.y - other.y) < (one.height + other.height) / 2
    ]
    assert lying == []
    assert all(label.width / 2 <= label.x <= 10.8 - label.width / 2 for label in labels)


def test_an_agency_of_two_authorities_stands_between_them() -> None:
    places = first_places([("a", "x"), ("b", "x"), ("a", "y")], ["a", "b"])
    assert places["a"][1] < places["x"][1] < places["b"][1]


def test_an_authority_without_agencies_can_be_drawn() -> None:
    with settings():
        assert "East" in words(svg(draw_partners(build_network(NetworkRows(authorities=(("a/east", "East"),))))))


def test_a_hundred_authorities_fit() -> None:
    authorities = tuple((f"a/{n}", f"Town {n}") for n in range(100))
    named = tuple(NamedAgency(f"a/{n}", f"g/{n // 3}", f"Agency {n // 3}", "", "", 1) for n in range(100))
    with settings():
        found = words(svg(draw_partners(build_network(NetworkRows(authorities=authorities, named=named)))))
    assert {f"Town {n}" for n in range(100)} <= set(found)


# --- text


def test_text_is_measured_as_it_is_drawn() -> None:
    assert width_of("", 9) == 0
    assert width_of("Good", 18) == pytest.approx(2 * width_of("Good", 9))
    assert width_of("Good", 9, bold=True) > width_of("Good", 9)
    assert width_of("mmmmm", 72) == pytest.approx(5 * 0.974, abs=0.1)


def test_text_is_broken_between_words_alone() -> None:
    assert wrapped("Poole Hospital Trust", width_of("Poole Hospital", 8) + 0.01, 8) == "Poole Hospital\nTrust"
    assert wrapped("Wolverhampton", 0.1, 8) == "Wolverhampton"


# --- from a store


def test_the_pictures_are_those_that_were_asked_for(store: Store) -> None:
    assert list(PICTURES) == ["grade-matrix", "topic-matrix", "network", "recommendations"]
    assert ENDINGS == ("svg", "png")
    assert {"East", "West", "Ofsted", "East Board"} <= set(words(draw(store, "network", "svg").decode()))


def test_a_picture_of_one_authority_shows_no_other(store: Store) -> None:
    found = words(draw(store, "network", "svg", ["west"]).decode())
    assert {"West", "Ofsted"} <= set(found)
    assert {"East", "East Board"} & set(found) == set()


def test_a_png_is_large_enough_to_print(store: Store) -> None:
    picture = draw(store, "network", "png")
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (2340, 1660)


def test_what_cannot_be_drawn_is_said_in_one_line(store: Store) -> None:
    with pytest.raises(FormatError, match=r"^unknown format 'gif'\. Known: svg, png$"):
        draw(store, "network", "gif")
    with pytest.raises(OfstedKgError, match=r"^unknown picture 'pie'\. Known: grade-matrix, topic-matrix"):
        draw(store, "pie", "svg")
    with pytest.raises(QueryError, match=r"^grade-matrix: nothing to draw"):
        draw(store, "grade-matrix", "svg")
    with pytest.raises(QueryError, match=r"^network: nothing to draw"):
        draw(Store(), "network", "svg")
