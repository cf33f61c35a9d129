"""Recommendations: a bar for each inspection and half of the report, in segments by the time allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from ofsted_kg.answers import Cell as Value
from ofsted_kg.plots.columns import Inspection, inspection_of, inspections
from ofsted_kg.plots.grid import Cell, draw_legend
from ofsted_kg.plots.page import FAINT, FOOT_HEIGHT, INK, MARGIN, RAMP, TITLE_HEIGHT, UNKNOWN, Box, Page, Shade, Style, width_of

Row = Mapping[str, Value]
Counts = Counter[tuple[Inspection, str, str]]
"""How many recommendations an inspection made in a half of the report with a time allowed."""
Bar = Sequence[tuple[Shade, int]]
"""Segments of a bar: shade and number."""

_TOP: Final = TITLE_HEIGHT + 0.8
_SIZE: Final = 9.5
_ROW: Final = 0.46
_BAR: Final = 0.3
_PANEL: Final = 3.6
_GAP: Final = 0.7
_NO_TIME: Final = "no time given"
_SUBTITLE: Final = "Areas for improvement, by the time allowed: the darker, the sooner"


def draw_recommendations(rows: Sequence[Row], timescales: Sequence[str]) -> Page:
    """The picture of an answer to ``recommendation-counts``; timescales as the vocabulary orders them, the soonest first."""
    counts = _counts(rows)
    parts = tuple(dict.fromkeys(part for _, part, _ in counts))
    order = _most_first(inspections(rows), counts)
    names = _names(order)
    label = max(width_of(name, _SIZE) for name in names) + 0.2
    width = max(2 * MARGIN + label + len(parts) * (_PANEL + _GAP), 9)
    page = Page(width, _TOP + len(order) * _ROW + FOOT_HEIGHT + 0.1, "What must be improved, and how soon", _SUBTITLE)
    shades = _shades(timescales, rows)
    draw_legend(page, (MARGIN, TITLE_HEIGHT + 0.12), [(Cell("", shade), timescale) for timescale, shade in shades.items()])
    for place, name in enumerate(names):
        page.text(MARGIN, _TOP + (place + 0.5) * _ROW, name, Style(_SIZE))
    scale = _PANEL / max(_longest(counts), 1)
    for place, part in enumerate(parts):
        bars = [[(shade, counts[inspection, part, time]) for time, shade in shades.items()] for inspection in order]
        _draw_panel(page, MARGIN + label + place * (_PANEL + _GAP), part, bars, scale)
    return page


def _draw_panel(page: Page, x: float, part: str, bars: Sequence[Bar], scale: float) -> None:
    page.text(x, _TOP - 0.2, part, Style(_SIZE, bold=True))
    page.line((x, _TOP - 0.04), (x, _TOP + len(bars) * _ROW), colour=INK)
    for place, bar in enumerate(bars):
        _draw_bar(page, (x, _TOP + place * _ROW + (_ROW - _BAR) / 2), bar, scale)


def _counts(rows: Sequence[Row]) -> Counts:
    counts: Counts = Counter()
    for row in rows:
        number = row["recommendations"]
        key = (inspection_of(row), str(row["part"] or "Neither half"), str(row["timescale"] or _NO_TIME))
        counts[key] += number if isinstance(number, int) else 0
    return counts


def _most_first(found: Sequence[Inspection], counts: Counts) -> tuple[Inspection, ...]:
    totals: Counter[Inspection] = Counter()
    for (inspection, _, _), number in counts.items():
        totals[inspection] += number
    return tuple(sorted(found, key=lambda inspection: -totals[inspection]))


def _names(order: Sequence[Inspection]) -> tuple[str, ...]:
    """Names of the authorities; one that was inspected more often goes with the report."""
    times = Counter(authority for authority, _, _ in order)
    return tuple(name if times[name] == 1 else f"{name}, {report.rpartition('/')[2]}" for name, _, report in order)


def _longest(counts: Counts) -> int:
    bars: Counter[tuple[Inspection, str]] = Counter()
    for (inspection, part, _), number in counts.items():
        bars[inspection, part] += number
    return max(bars.values(), default=0)


def _shades(timescales: Sequence[str], rows: Sequence[Row]) -> dict[str, Shade]:
    """A shade for each time allowed that some row has; the soonest is the darkest."""
    found = {row["timescale"] and str(row["timescale"]) for row in rows}
    kept = [timescale for timescale in timescales if timescale in found]
    shades = {timescale: RAMP[max(len(RAMP) - 1 - place, 0)] for place, timescale in enumerate(kept)}
    return shades | ({_NO_TIME: UNKNOWN} if None in found else {})


def _draw_bar(page: Page, corner: tuple[float, float], segments: Bar, scale: float) -> None:
    x, y = corner
    for shade, number in segments:
        if number:
            page.box(Box(x, y, number * scale, _BAR), shade, edge=INK)
            page.text(x + number * scale / 2, y + _BAR / 2, str(number), Style(_SIZE - 1, colour=shade.ink, align="center"))
            x += number * scale
    total = sum(number for _, number in segments)
    page.text(x + 0.08, y + _BAR / 2, str(total), Style(_SIZE, bold=True, colour=INK if total else FAINT))
