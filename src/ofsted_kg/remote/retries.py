"""Another attempt where a store is busy or the connection dropped, each after a longer wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar

from ofsted_kg.errors import EndpointBusy

_Result = TypeVar("_Result")

BUSY: Final = frozenset({429, 502, 503, 504})
"""Statuses that tell of a store that has no time now."""
_SHOWN: Final = 200
"""As many characters of a store's message as an error repeats."""


@dataclass(frozen=True, slots=True)
class Retries:
    """How often, and after which waits."""

    attempts: int = 8
    first: float = 0.5
    """Seconds before the second attempt; each wait after it is twice as long."""
    longest: float = 60.0
    """Seconds that no wait exceeds; a store that asks for more is not waited for."""
    sleep: Callable[[float], None] = time.sleep

    def run(self, action: Callable[[], _Result]) -> _Result:
        """The action's result; the last EndpointBusy where every attempt met one."""
        for attempt in range(1, self.attempts):
            try:
                return action()
            except EndpointBusy as busy:
                wait = busy.wait if busy.wait is not None else min(self.first * 2 ** (attempt - 1), self.longest)
                if wait > self.longest:
                    raise
                self.sleep(wait)
        return action()


def asked_wait(header: str | None) -> float | None:
    """Seconds of a Retry-After header, which gives them or a date; None where there is none that can be read."""
    if not header:
        return None
    if header.strip().isascii() and header.strip().isdecimal():
        return float(header)
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def brief(said: object) -> str:
    """The beginning of a message on one line, without characters that a terminal would obey."""
    words = " ".join(str(said).split())
    shown = "".join(character if character.isprintable() else "?" for character in words)
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "..."
