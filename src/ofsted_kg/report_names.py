"""Reports by the names that people give them."""

from __future__ import annotations

from collections.abc import Sequence

from ofsted_kg.errors import StoreError
from ofsted_kg.folder import short_name
from ofsted_kg.labels import did_you_mean, nearest
from ofsted_kg.manifest import GraphFile


def named_report(name: str, files: Sequence[GraphFile]) -> GraphFile:
    """The report of a short name, IRI or source file; StoreError offers the nearest names, or lists those that share one."""
    found = [file for file in files if name in (short_name(file.graph), file.graph, file.source)]
    if len(found) == 1:
        return found[0]
    if found:
        raise StoreError(f"{name}: several reports come from files of that name: {', '.join(short_name(f.graph) for f in found)}")
    near = nearest(name, (short_name(file.graph) for file in files))
    raise StoreError(f"{name}: no such report in the graph{did_you_mean(near)}")
