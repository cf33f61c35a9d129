"""Work without collections of garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from ofsted_kg.uncollected import uncollected


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_garbage_is_collected_again_behind_the_block() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_is_collected_again_though_the_block_fails() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


def test_who_has_put_collections_off_finds_them_off() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
