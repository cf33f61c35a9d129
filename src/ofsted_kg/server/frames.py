"""How the server and its workers talk over a pipe: frames of one byte for the kind, four for the length, and content.

A worker that can take jobs says READY.  A request is one JOB.  Its reply is FAIL alone, or HEAD, any number of DATA and
END; FAIL in place of END says that the answer breaks off.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

READY: Final = b"R"
JOB: Final = b"J"
HEAD: Final = b"H"
DATA: Final = b"D"
END: Final = b"E"
FAIL: Final = b"F"
PREFIX: Final = struct.Struct("!cI")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame."""

    kind: bytes
    content: bytes


def pack(kind: bytes, content: bytes = b"") -> bytes:
    """A frame as it goes over the pipe."""
    return PREFIX.pack(kind, len(content)) + content


def read(stream: BinaryIO) -> Frame | None:
    """The next frame; None where the pipe has ended."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    kind, length = PREFIX.unpack(prefix)
    return Frame(kind, stream.read(length))
