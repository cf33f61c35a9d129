"""What an express worker is doing, in memory that it shares with the server, so that it is known even when it is killed."""

from __future__ import annotations

import mmap
import socket
import struct
from dataclasses import dataclass
from typing import Final, NamedTuple

SIZE: Final = 4096
_ENTRY: Final = struct.Struct("=QQIQI?")
_NUMBER: Final = struct.Struct("=Q")
_NOBODY: Final = struct.Struct("=Q")
_REQUEST: Final = struct.Struct("=QQI")
_SENDING: Final = struct.Struct("=QI?")
"""Parts of it: number; connection; these with the length; and what follows."""
_TCP_INFO: Final = struct.Struct("=144xI52xQQ")
"""Of the kernel's tcp_info: bytes not yet sent, bytes sent, bytes sent again (see linux/tcp.h)."""


class Entry(NamedTuple):
    """One request that is being answered, or none."""

    number: int = 0
    """How many there were."""
    connection: int = 0
    """Which connection it came by; 0 for none."""
    length: int = 0
    """Bytes of the request."""
    sent: int = 0
    """Bytes that the connection had been given before the answer."""
    size: int = 0
    """Bytes of the answer."""
    is_sending: bool = False


@dataclass(slots=True)
class Ledger:
    """The entry that one process writes and another reads."""

    memory: mmap.mmap

    def write(self, entry: Entry) -> None:
        """Replace the entry."""
        _ENTRY.pack_into(self.memory, 0, *entry)

    def begin(self, number: int, connection: int, length: int) -> None:
        """A request has come."""
        _ENTRY.pack_into(self.memory, 0, number, connection, length, 0, 0, False)

    def sending(self, sent: int, size: int) -> None:
        """Its answer is about to be sent."""
        _SENDING.pack_into(self.memory, _REQUEST.size, sent, size, True)

    def end(self) -> None:
        """It is done with."""
        _NOBODY.pack_into(self.memory, _NUMBER.size, 0)

    def read(self) -> Entry:
        """The entry as it is now."""
        return Entry(*_ENTRY.unpack_from(self.memory, 0))


def bytes_given(connection: socket.socket) -> int:
    """Bytes that the kernel has been given for the client so far."""
    unsent, sent, again = _TCP_INFO.unpack(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size))
    return int(unsent + sent - again)
