"""Commands for people who would rather look: ``plot`` and ``network``."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, OutOption, examples
from ofsted_kg.cli.results import deliver
from ofsted_kg.errors import FormatError, OfstedKgError

if TYPE_CHECKING:
    from ofsted_kg.store import EmbeddedStore

_NETWORK_FORMATS: Final = ("graphml", "gexf", "json", "svg")
_PLOT_FORMATS: Final = ("svg", "png")
_PLOTS: Final = ("grade-matrix", "topic-matrix", "network", "recommendations")
_PACKAGES: Final = {"network": "networkx", "plots": "matplotlib"}
"""What each extra installs."""

_Authorities = Annotated[
    list[str] | None,
    typer.Option("--authority", metavar="NAME", help="This authority alone; several are compared.", show_default=False),
]
_Format = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help="How it is written; else the file's ending decides.", show_default=False),
]
_Name = Annotated[
    str, typer.Argument(metavar="NAME", help="What to draw.", autocompletion=lambda: list(_PLOTS), show_default=False)
]
_Picture = Annotated[
    Path, typer.Option("-o", "--out", metavar="FILE", help="File to write, .svg or .png.", dir_okay=False, show_default=False)
]


@app.command(
    epilog=examples("plot grade-matrix -o grades.svg", "plot topic-matrix -o topics.png --authority dudley --authority poole")
)
def plot(name: _Name, out: _Picture, kg: KgOption = DEFAULT_KG, authority: _Authorities = None) -> None:
    """Draw a picture of the graph.

    NAME is grade-matrix, topic-matrix, network or recommendations. Each picture has a legend and a source line, can be told
    in black and white, and is the same, byte for byte, for the same graph. Needs the extra "plots".
    """
    if name not in _PLOTS:
        raise OfstedKgError(f"unknown picture {name!r}. Known: {', '.join(_PLOTS)}")
    ending = _ending(out, _PLOT_FORMATS)
    _need("plots", *(["network"] if name == "network" else []))
    from ofsted_kg.plots import draw
    from ofsted_kg.store import open_store

    with open_store(kg) as store:
        picture = draw(store, name, ending, authority or ())
    deliver(picture, out)


@app.command(epilog=examples("network -o partners.graphml", "network --format json > partners.json", "network -o partners.svg"))
def network(form: _Format = None, out: OutOption = None, kg: KgOption = DEFAULT_KG, authority: _Authorities = None) -> None:
    """Write the network of authorities, agencies and topics.

    Formats: graphml, gexf (Gephi), json (node-link, for d3), svg (a picture of those that connect). Needs the extra "network",
    for svg also "plots".
    """
    chosen = _network_format(form, out)
    _need("network", *(["plots"] if chosen == "svg" else []))
    from ofsted_kg.store import open_store

    with open_store(kg) as store:
        written = _written(store, chosen, authority or ())
    deliver(written, out)


def _written(store: EmbeddedStore, form: str, authorities: Sequence[str]) -> bytes:
    from ofsted_kg.network import build_network, read_rows
    from ofsted_kg.network_files import WRITERS
    from ofsted_kg.plots import draw

    if form == "svg":
        return draw(store, "network", form, authorities)
    return WRITERS[form](build_network(read_rows(store, authorities)))


def _network_format(form: str | None, out: Path | None) -> str:
    """The format asked for, else that of the file's ending, else the first of the known ones."""
    if form is not None and form not in _NETWORK_FORMATS:
        raise FormatError(f"unknown format {form!r}. Known: {', '.join(_NETWORK_FORMATS)}")
    if form is None and out is None:
        return _NETWORK_FORMATS[0]
    return form or _ending(out or Path(), _NETWORK_FORMATS)


def _ending(out: Path, known: Sequence[str]) -> str:
    ending = out.suffix.removeprefix(".").lower()
    if ending not in known:
        raise FormatError(f"{out.name}: unknown ending {out.suffix!r}. Known: {', '.join(f'.{name}' for name in known)}")
    return ending


def _need(*extras: str) -> None:
    """OfstedKgError says what to install where a package of an extra is missing."""
    missing = [extra for extra in extras if find_spec(_PACKAGES[extra]) is None]
    if missing:
        raise OfstedKgError(f"this needs more packages; install them with: pip install 'ofsted-kg[{','.join(missing)}]'")
