"""Once per object: what is made of a large frozen value is made once, and found again by which object that is.

`functools.lru_cache` compares by value, so that it hashes its argument in every call; a vocabulary has thousands of
parts, and hashing it takes longer than what is looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")
_REMEMBERED: Final = 8
"""Objects of which the results are kept: a process works with one vocabulary, a comparison with two; each has some frameworks."""


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
