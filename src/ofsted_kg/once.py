"""Made once: what is made of a large frozen value, and what is made of a small key many thousand times.

`functools.lru_cache` compares by value, so that it hashes its argument in every call; a vocabulary has thousands of
parts, and hashing it takes longer than what is looked up.  For small keys it is right, but it is a call and keeps their
order: a table is looked up in half the time, which counts where a report asks tens of thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")
_REMEMBERED: Final = 8
"""Objects of which the results are kept: a process works with one vocabulary, a comparison with two; each has some frameworks."""


_Key = TypeVar("_Key")
_MOST_KEYS: Final = 1 << 15
"""How many keys a table holds before it begins anew: more than reports have, and hostile ones fill no memory."""


class OncePerKey(dict[_Key, _Made]):
    """A function as a table: ``table[key]`` is what it makes of the key, made when first asked for."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[_Key], _Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: _Key) -> _Made:
        """Make it."""
        if len(self) >= _MOST_KEYS:
            self.clear()
        made = self[key] = self._make(key)
        return made


def once_per_object(make: Callable[[_Given], _Made]) -> Callable[[_Given], _Made]:
    """``make`` with its latest results remembered by the identity of its argument, which must not change."""
    # The argument is kept beside its result, so that its identity can't pass to another object.
    remembered: tuple[tuple[_Given, _Made], ...] = ()

    @wraps(make)
    def made(given: _Given) -> _Made:
        nonlocal remembered
        for known, result in remembered:
            if known is given:
                return result
        result = make(given)
        remembered = ((given, result), *remembered)[:_REMEMBERED]
        return result

    return made
