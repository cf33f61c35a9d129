"""A page that pictures are drawn on: measured in inches from its top left corner, with title, legend and source line.

Whatever is drawn here prints in black and white: shades differ in lightness, the darkest with white letters, and words or
symbols say the same.  The same page gives the same bytes: salted ids in SVG, no date, the typeface that matplotlib brings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ft2font import FT2Font

Align = Literal["left", "center", "right"]

INK: Final = "#1a1a1a"
FAINT: Final = "#5f5f5f"
LINE: Final = "#b5b5b5"
PAPER: Final = "#ffffff"
MARGIN: Final = 0.45
TITLE_HEIGHT: Final = 0.95
"""From the top of the page to what stands below title and subtitle."""
FOOT_HEIGHT: Final = 0.55
LEADING: Final = 1.25
"""From one baseline to the next, as a multiple of the size."""

_PER_INCH: Final = 72
_RESOLUTION: Final = 200
_MEASURED: Final = 100
"""Size in points at which text is measured."""
_SUBPIXELS: Final = 64
_BASELINE: Final = 0.36
"""How far below the middle of a line its baseline lies, as a share of the size."""
_SETTINGS: Final[dict[Any, Any]] = {
    "font.family": "DejaVu Sans",
    "svg.hashsalt": "ofsted-kg",
    "svg.fonttype": "path",
    "hatch.linewidth": 0.5,
    "hatch.color": LINE,
}
_DARK: Final = 0.45
"""Below this lightness letters are white."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text is set."""

    size: float = 9
    """In points."""
    bold: bool = False
    colour: str = INK
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Shade:
    """How an area is filled."""

    fill: str = PAPER
    hatched: bool = False

    @property
    def ink(self) -> str:
        """The colour in which letters can be read on it."""
        return PAPER if lightness(self.fill) < _DARK else INK


RAMP: Final = (Shade("#ffffff"), Shade("#cfdff0"), Shade("#8db4d9"), Shade("#143a6b"))
"""From good to bad, the darker the worse."""
UNKNOWN: Final = Shade("#f4f4f4", hatched=True)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its top left corner."""

    x: float
    y: float
    width: float
    height: float


class Page:
    """One picture in the making."""

    def __init__(self, width: float, height: float, title: str, subtitle: str) -> None:
        """Start a page of a size with its title, the subtitle below it and the source line at its foot."""
        from matplotlib.figure import Figure

        self.width, self.height, self.title = width, height, title
        self._figure: Figure = Figure(figsize=(width, height), facecolor=PAPER)
        self.axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, width), ylim=(height, 0))
        self.axes.axis("off")
        self.text(MARGIN, 0.42, title, Style(15, bold=True))
        self.text(MARGIN, 0.70, subtitle, Style(9.5, colour=FAINT))
        self.text(MARGIN, height - 0.28, source_line(), Style(7.5, colour=FAINT))

    def text(self, x: float, y: float, text: str, style: Style | None = None) -> None:
        """Lines of text, the whole of them around the height ``y``."""
        set_as = style or Style()
        lines = text.split("\n")
        for place, line in enumerate(lines):
            # on a baseline of our own: matplotlib's middle is that of the letters, and "Good" would stand below "Grade"
            down = (place - (len(lines) - 1) / 2) * LEADING + _BASELINE
            self.axes.text(
                x,
                y + down * set_as.size / _PER_INCH,
                line,
                fontsize=set_as.size,
                fontweight="bold" if set_as.bold else "normal",
                color=set_as.colour,
                ha=set_as.align,
                va="baseline",
                parse_math=False,
            )

    def box(self, box: Box, shade: Shade, *, edge: str = LINE) -> None:
        """A filled rectangle with a thin edge."""
        from matplotlib.patches import Rectangle

        hatch = "////" if shade.hatched else None
        self.axes.add_patch(
            Rectangle((box.x, box.y), box.width, box.height, facecolor=shade.fill, edgecolor=edge, linewidth=0.6, hatch=hatch)
        )

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        colour: str = LINE,
        width: float = 0.6,
        dashed: bool = False,
    ) -> None:
        """A straight line, behind everything else."""
        style = "dashed" if dashed else "solid"
        points = (start[0], end[0]), (start[1], end[1])
        self.axes.plot(*points, color=colour, linewidth=width, linestyle=style, solid_capstyle="butt", zorder=0.5)

    def to_bytes(self, ending: str) -> bytes:
        """The page as a file of that ending, ``svg`` or ``png``."""
        content = BytesIO()
        metadata = {"svg": {"Date": None, "Creator": _program(), "Title": self.title}, "png": {"Software": _program()}}
        with settings():
            self._figure.savefig(content, format=ending, dpi=_RESOLUTION, metadata=metadata[ending])
        return content.getvalue()


def source_line() -> str:
    """Where the picture's content comes from, and what drew it."""
    return f"Source: Ofsted inspection reports, © Crown copyright; drawn by {_program()}"


@contextmanager
def settings() -> Iterator[None]:
    """Set matplotlib up as these pictures need it, whatever a user's own settings are."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def lightness(colour: str) -> float:
    """How light a colour ``#rrggbb`` is in print without colours, from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in inches."""
    font = _font(bold)
    font.set_text(text)
    return float(font.get_width_height()[0]) / _SUBPIXELS * size / (_MEASURED * _PER_INCH)


@lru_cache
def _font(bold: bool) -> FT2Font:
    """A typeface for measuring alone: those that matplotlib shares change size whenever something is drawn."""
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    font = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))
    font.set_size(_MEASURED, _PER_INCH)
    return font


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Text with line breaks between words, so that it fits a width where its words do."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def _program() -> str:
    return f"ofsted-kg {version('ofsted-kg')}"
