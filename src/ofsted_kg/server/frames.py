"""How the server and its workers talk over a pipe: frames of one byte for the kind, four for the length, and content.

A worker that can take jobs says READY.  A request is one JOB.  Its reply is FAIL alone, or HEAD, any number of DATA and
END; FAIL in place of END says that the answer breaks off.  READY, END and FAIL tell the seconds of processor time that the
worker has used so far, since only that tells a slow query from a busy machine.
"""

from __future__ import annotations

import struct
import time
from dataclasses import dataclass
from typing import BinaryIO, Final

READY: Final = b"R"
JOB: Final = b"J"
HEAD: Final = b"H"
DATA: Final = b"D"
END: Final = b"E"
FAIL: Final = b"F"
PREFIX: Final = struct.Struct("!cI")
_SECONDS: Final = struct.Struct("!d")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame."""

    kind: bytes
    content: bytes


def pack(kind: bytes, content: bytes = b"") -> bytes:
    """A frame as it goes over the pipe."""
    return PREFIX.pack(kind, len(content)) + content


def seconds() -> bytes:
    """Processor time of this process so far, as `seconds_of` reads it."""
    return _SECONDS.pack(time.process_time())


def seconds_of(frame: Frame) -> float:
    """Processor time that a worker had used when it sent READY or END."""
    return float(_SECONDS.unpack(frame.content)[0])


def read(stream: BinaryIO) -> Frame | None:
    """The next frame; None where the pipe has ended."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    kind, length = PREFIX.unpack(prefix)
    return Frame(kind, stream.read(length))
