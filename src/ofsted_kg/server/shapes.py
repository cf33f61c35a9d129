"""Shapes of queries: what is left of one without its names, values and numbers, which tells how long it will take."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

_PARTICULAR: Final = re.compile(r"<[^<>\s]*>|\"[^\"\n]*\"|'[^'\n]*'|\d+")
_LONGEST: Final = 8192
"""Characters of a query that is worth it."""
_MOST: Final = 512


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of queries that were answered quickly of late."""

    _known: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def learn(self, sparql: str) -> None:
        """Remember a query that was quick."""
        if len(sparql) <= _LONGEST:
            self._known[_shape(sparql)] = None
            while len(self._known) > _MOST:
                self._known.popitem(last=False)

    def knows(self, sparql: str) -> bool:
        """Whether a query like this one was quick."""
        return len(sparql) <= _LONGEST and _shape(sparql) in self._known


def _shape(sparql: str) -> str:
    return _PARTICULAR.sub("", sparql)
