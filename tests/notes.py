"""What builds in tests convert with: a made-up kind of report, and the real one without validation.

Notes are converted in no time. The first line is the key of the inspection, each further line a statement; a line that
begins with ``!`` is a violation, a first line that begins with ``?`` an error of the given kind.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from ofsted_kg.build.workshop import Prepared, Stamp, Workshop
from ofsted_kg.errors import UnknownDocument
from ofsted_kg.rdf.graph import to_nquads
from ofsted_kg.rdf.namespaces import OKG, RDFS, RESOURCES, VOCABULARY_GRAPH


@dataclass(frozen=True)
class Notes:
    """Converts notes; ``converter`` stands for the release."""

    converter: str = "1"
    vocabulary: str = "a"

    def stamp(self) -> Stamp:
        return Stamp(self.converter, self.vocabulary, RESOURCES)

    def common_graphs(self) -> dict[str, bytes]:
        words = Quad(VOCABULARY_GRAPH, OKG.vocabularyVersion, Literal(self.vocabulary), VOCABULARY_GRAPH)
        return {"_vocabulary.nq": to_nquads([words])}

    def prepare(self, path: Path, stamp: Stamp) -> Prepared:
        content = path.read_bytes()
        key, *lines = content.decode().splitlines()
        if key == "?killed":
            os._exit(3)
        if key == "?bug":
            raise ZeroDivisionError("division by zero")
        if key.startswith("?"):
            raise UnknownDocument(path.name, key.removeprefix("?"))
        report = NamedNode(f"{RESOURCES}report/{key}")
        literals = {
            OKG.sourceFile: [path.name],
            OKG.sha256: [hashlib.sha256(content).hexdigest()],
            OKG.converterVersion: [stamp.converter],
            OKG.vocabularyVersion: [stamp.vocabulary],
            RDFS.label: lines,
        }
        quads = [Quad(report, prop, Literal(value), report) for prop, values in literals.items() for value in values]
        violations = tuple(line.removeprefix("!") for line in lines if line.startswith("!"))
        return Prepared(report.value, to_nquads(quads), violations)

    def violations(self, _nquads: bytes) -> tuple[str, ...]:
        return ()


class Unchecked(Workshop):
    """Converts reports and does not validate them, which takes most of a build's time."""

    def violations(self, _nquads: bytes) -> tuple[str, ...]:
        return ()
