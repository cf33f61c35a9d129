"""The network of authorities and their partner agencies, each drawn as its name.

Reports name hundreds of agencies; a picture of all is a cloud.  It shows those that connect: named for most authorities
first, then boards, then those named most often; each authority says how many more its reports name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ofsted_kg.network import AGENCY, AUTHORITY, BOARD, ORGANISATIONS, named_by
from ofsted_kg.plots.network_layout import Placed, first_places, make_room
from ofsted_kg.plots.page import FOOT_HEIGHT, INK, LEADING, MARGIN, PAPER, RAMP, TITLE_HEIGHT, Page, Style, width_of, wrapped

if TYPE_CHECKING:
    from ofsted_kg.network import Network

_SHOWN: Final = 36
_WIDEST: Final = 1.65
_PADDING: Final = 0.09
_LEGEND: Final = 0.85
_SUBTITLE: Final = "Agencies that the reports name, those that several name first"


@dataclass(frozen=True, slots=True)
class Look:
    """How a node is drawn."""

    size: float
    bold: bool
    fill: str
    ink: str
    edge: float
    """Width of its edge in points."""
    corner: str
    """How its corners are: ``round`` or ``square``."""


_LOOKS: Final = {
    "inspected authority": Look(10.5, True, RAMP[3].fill, PAPER, 1.0, "round"),
    "agency named for several authorities": Look(8, True, RAMP[1].fill, INK, 1.0, "round"),
    "agency named for one": Look(8, False, PAPER, INK, 0.6, "round"),
    "board": Look(8, False, PAPER, INK, 1.8, "square"),
}
_GREY: Final = "#9a9a9a"
_ROLE: Final = "seat of an agency on a board"
_TIES: Final = {
    "named in the report; the thicker, the more often": _GREY,
    "named, and addressed by a recommendation": INK,
    _ROLE: INK,
}
_MANY, _ONE, _BOARD, _AUTHORITY = (
    "agency named for several authorities",
    "agency named for one",
    "board",
    "inspected authority",
)


def draw_partners(network: Network, shown: int = _SHOWN) -> Page:
    """The picture of a network with as many agencies and boards as ``shown``."""
    authorities = [node for node in sorted(network) if network.nodes[node]["kind"] == AUTHORITY]
    drawn = chosen_agencies(network, shown)
    grown = max(1.0, ((len(authorities) + len(drawn)) / 42) ** 0.5)
    width, height = 11.7 * grown, 8.3 * grown
    page = Page(width, height, "Who works with whom", _SUBTITLE)
    placed = _placed(network, authorities, drawn, (width, height))
    _draw_ties(page, network, placed)
    for node in (*drawn, *authorities):
        _draw_node(page, placed[node], _text(network, node, drawn), _LOOKS[_look(network, node)])
    _draw_legend(page, network)
    return page


def chosen_agencies(network: Network, number: int) -> tuple[str, ...]:
    """The agencies and boards to draw: named for most authorities first, then boards, then the most often named."""

    def rank(node: str) -> tuple[int, bool, int, str]:
        mentions = sum(data["weight"] for _, _, data in network.in_edges(node, data=True))
        return (-len(named_by(network, node)), network.nodes[node]["kind"] != BOARD, -mentions, node)

    return tuple(sorted((node for node, data in network.nodes(data=True) if data["kind"] in (AGENCY, BOARD)), key=rank)[:number])


def _placed(network: Network, authorities: Sequence[str], drawn: Sequence[str], size: tuple[float, float]) -> dict[str, Placed]:
    """Labels of the nodes on the page, in inches."""
    ties = [(authority, agency) for agency in drawn for authority in named_by(network, agency)]
    places = first_places(ties, authorities)
    left, top, width, height = MARGIN, TITLE_HEIGHT, size[0] - 2 * MARGIN, size[1] - TITLE_HEIGHT - FOOT_HEIGHT - _LEGEND
    placed = {}
    for node in (*authorities, *drawn):
        x, y = places.get(node, (0.0, 0.0))
        box = _size(_text(network, node, drawn), _LOOKS[_look(network, node)])
        placed[node] = Placed((x + 1) / 2 * width, (y + 1) / 2 * height, *box)
    make_room(list(placed.values()), width, height)
    for label in placed.values():
        label.x, label.y = label.x + left, label.y + top
    return placed


def _text(network: Network, node: str, drawn: Sequence[str]) -> str:
    data = network.nodes[node]
    look = _LOOKS[_look(network, node)]
    name = wrapped(data["label"], _WIDEST, look.size, bold=look.bold)
    if data["kind"] != AUTHORITY:
        return name
    others = {target for _, target, relation in network.out_edges(node, keys=True) if relation == "names"} - set(drawn)
    return f"{name}\n+ {len(others)} more" if others else name


def _look(network: Network, node: str) -> str:
    kind = network.nodes[node]["kind"]
    if kind in (AUTHORITY, BOARD):
        return _AUTHORITY if kind == AUTHORITY else _BOARD
    return _MANY if len(named_by(network, node)) > 1 else _ONE


def _size(text: str, look: Look) -> tuple[float, float]:
    lines = text.split("\n")
    widest = max(width_of(line, look.size, bold=look.bold) for line in lines)
    return widest + 2 * _PADDING, (len(lines) * LEADING * look.size + 6) / 72


def _draw_node(page: Page, label: Placed, text: str, look: Look) -> None:
    from matplotlib.patches import FancyBboxPatch

    corner = (label.x - label.width / 2, label.y - label.height / 2)
    style = "round,pad=0,rounding_size=0.09" if look.corner == "round" else "square,pad=0"
    page.axes.add_patch(
        FancyBboxPatch(
            corner, label.width, label.height, boxstyle=style, facecolor=look.fill, edgecolor=INK, linewidth=look.edge, zorder=2
        )
    )
    page.text(label.x, label.y, text, Style(look.size, look.bold, look.ink, "center"))


def _draw_ties(page: Page, network: Network, placed: dict[str, Placed]) -> None:
    """Lines between what is drawn; the role of an agency for an authority goes without saying where it is named there."""
    for source, target, relation in sorted(edge for edge in network.edges(keys=True) if edge[0] in placed and edge[1] in placed):
        start, end = placed[source], placed[target]
        if relation == "names":
            colour = INK if network.has_edge(source, target, "addresses") else _GREY
            width = min(0.6 + 0.12 * network.edges[source, target, relation]["weight"], 3.0)
            page.line((start.x, start.y), (end.x, end.y), colour=colour, width=width)
        elif AUTHORITY not in (network.nodes[source]["kind"], network.nodes[target]["kind"]):
            page.line((start.x, start.y), (end.x, end.y), colour=INK, width=1.2, dashed=True)


def _draw_legend(page: Page, network: Network) -> None:
    x, y = MARGIN, page.height - FOOT_HEIGHT - 0.42
    used = {_look(network, node) for node, data in network.nodes(data=True) if data["kind"] in ORGANISATIONS}
    for meaning, look in _LOOKS.items():
        if meaning in used:
            width = width_of(meaning, 8, bold=look.bold) + 2 * _PADDING
            _draw_node(page, Placed(x + width / 2, y, width, 0.24), meaning, replace(look, size=8))
            x += width + 0.16
    x, y = MARGIN, y + 0.32
    for meaning, colour in _TIES.items():
        page.line((x, y), (x + 0.35, y), colour=colour, width=2, dashed=meaning == _ROLE)
        page.text(x + 0.43, y, meaning, Style(8))
        x += 0.43 + width_of(meaning, 8) + 0.3
