"""Where the packaged folders lie: ontology, shapes, queries, the sample reports and what the server shows of the manual.

In a wheel they stand inside the package (``_data/``); in a checkout they stand at its root, so that people edit
the files that run.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "_data"
_CHECKOUT = Path(__file__).parents[2]
_FOLDERS = {"ontology": "ontology", "shapes": "shapes", "queries": "queries", "reports": "data/reports", "manual": "docs"}


def packaged_folder(name: str) -> Path:
    """Folder ``ontology``, ``shapes``, ``queries``, ``reports`` or ``manual`` as shipped; KeyError for another name."""
    packaged = _PACKAGED / name
    return packaged if packaged.is_dir() else _CHECKOUT / _FOLDERS[name]


def overlaid_files(name: str, suffix: str, overlay: Path | None = None) -> tuple[Path, ...]:
    """The packaged files of a folder with the user's own laid over them, sorted by relative path.

    A file of the overlay replaces the packaged one of the same relative path and otherwise adds to them.
    Files below ``examples/`` are no part of either.
    """
    chosen: dict[str, Path] = {}
    for root in (packaged_folder(name), *([overlay] if overlay else [])):
        for path in root.rglob(f"*{suffix}"):
            relative = path.relative_to(root)
            if "examples" not in relative.parts:
                chosen[relative.as_posix()] = path
    return tuple(chosen[key] for key in sorted(chosen))
