"""How the server and its workers talk: frames of one byte for the kind, four for the length, and content.

A worker that can take jobs says READY.  A request is one JOB.  Its reply is FAIL (status and reason), or WHOLE (media
type, line feed, the answer), or HEAD (media type), any number of DATA and END; FAIL in place of END says that the answer
breaks off.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, Final, NamedTuple

READY: Final = b"R"
JOB: Final = b"J"
WHOLE: Final = b"W"
HEAD: Final = b"H"
DATA: Final = b"D"
END: Final = b"E"
FAIL: Final = b"F"
PREFIX: Final = struct.Struct("!cI")


class Frame(NamedTuple):
    """One frame."""

    kind: bytes
    content: bytes


def pack(kind: bytes, content: bytes = b"") -> bytes:
    """A frame as it goes to the other side."""
    return PREFIX.pack(kind, len(content)) + content


def read(stream: BinaryIO) -> Frame | None:
    """The next frame; None where the other side has ended."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    kind, length = PREFIX.unpack(prefix)
    return Frame(kind, stream.read(length))
