"""What the server says when it does not answer: a status and a plain reason, never a traceback or a path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final


class Refusal(Exception):
    """A request that gets a status other than success."""

    def __init__(
        self, status: int, reason: str, *, headers: Mapping[str, str] | None = None, details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})
        self.details = dict(details or {})
        """What a program may want to know beside the reason, e.g. the parameter and its allowed values."""


UNREADABLE: Final = Refusal(503, "the knowledge graph can't be read at the moment")
"""The index was damaged or deleted."""


def not_found(what: str) -> Refusal:
    """Nothing stands there."""
    return Refusal(404, what)


def not_acceptable(offered: str) -> Refusal:
    """None of the media types that the request accepts is offered."""
    return Refusal(406, f"none of the accepted media types is offered; offered: {offered}")
