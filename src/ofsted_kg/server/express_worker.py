"""An express worker: answers the quick queries of some connections over HTTP by itself.

It is handed connections by the server, which keeps a descriptor of each.  It looks at what has arrived without taking it,
and answers it only where it is one plain query whose answer is short and complete; anything else it leaves where it is,
and gives the connection back.  So nothing is lost when it is killed: the server takes its connections back and reads
the same bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import re
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from ofsted_kg.server.evaluation import PublishedIndex, Reply, TooMuch, answer, open_index
from ofsted_kg.server.headers import OF_THE_OPEN
from ofsted_kg.server.job import Job
from ofsted_kg.server.ledger import SIZE, Ledger, bytes_given
from ofsted_kg.server.negotiation import with_charset
from ofsted_kg.server.refusals import Refusal
from ofsted_kg.server.settings import Settings
from ofsted_kg.server.sparql_request import decoded, read_job, wants_editor
from ofsted_kg.server.worker import TimeLimit, limit_memory

NUMBER: Final = struct.Struct("!Q")
CLOSED: Final = b"C"
IDLE: Final = b"I"
OTHER: Final = b"O"
"""Why a connection is given back: its client has closed it, asks nothing, or asks for what is not done here."""
_LONGEST: Final = 64 * 1024
_ROUND: Final = 2.0
"""Seconds after which a connection that asked nothing is given back."""
_LINE: Final = re.compile(rb"GET /sparql\?([!-~]+) HTTP/1\.1")
_HEADERS: Final = re.compile(rb"(?:[!-9;-~]+:[\t -~]*\r\n)*\r\n")
_ACCEPT: Final = re.compile(rb"^accept:[ \t]*([^\r]*)", re.IGNORECASE | re.MULTILINE)
_OTHER_HEADERS: Final = re.compile(
    rb"^(?:content-length|transfer-encoding|expect|upgrade|te|trailer|range|connection:(?![ \t]*keep-alive\r))",
    re.IGNORECASE | re.MULTILINE,
)
_FIXED: Final = b"".join(b"%s: %s\r\n" % header for header in ((b"vary", b"Accept"), *OF_THE_OPEN))


class Gathered(Reply):
    """An answer that is kept together; one that is long or goes wrong never gets whole."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._mark = b""
        self.content = b""
        self.is_whole = False

    def begin(self, media_type: str, mark: bytes = b"", more: int = 0) -> None:
        """Say what is coming, which bytes stand once in each row, and how many more of them there are than rows."""
        self.media_type, self._mark = media_type, mark
        self._rows += more

    def write(self, content: bytes) -> int:
        """Take bytes from the engine; TooMuch where they are too many."""
        self.content += content
        if len(self.content) > _LONGEST:
            raise TooMuch
        return len(content)

    def finish(self) -> None:
        """It is complete."""
        self.is_whole = not self._mark or self.content.count(self._mark) <= self._rows

    def fail(self, status: int, reason: str) -> None:
        """There is none."""


def read_query(request: bytes, settings: Settings) -> Job | None:
    """The job of a request that is one plain query and nothing else."""
    line, _, headers = request.partition(b"\r\n")
    found, accepted = _LINE.fullmatch(line), _accepted(headers)
    if found is None or accepted is None or len(found[1]) + len("/sparql") > settings.url:
        return None
    try:
        pairs = decoded(found[1])
        return None if wants_editor(accepted, pairs) else read_job("GET", accepted, pairs, settings)
    except Refusal:
        return None


@lru_cache(maxsize=64)
def _accepted(headers: bytes) -> str | None:
    """What the headers of a plain request accept; None for those of any other.  A client sends the same ones each time."""
    if not _HEADERS.fullmatch(headers) or _OTHER_HEADERS.search(headers):
        return None
    accept = _ACCEPT.search(headers)
    return accept[1].decode("ascii").strip() if accept else ""


def http_response(media_type: str, content: bytes, date: bytes) -> bytes:
    """A complete response."""
    return b"HTTP/1.1 200 OK\r\ndate: %s\r\ncontent-length: %d\r\n%s%s" % (date, len(content), _head(media_type), content)


@lru_cache(maxsize=64)
def _head(media_type: str) -> bytes:
    """The headers that are the same for all answers of a media type."""
    return b"content-type: %s\r\n%s\r\n" % (with_charset(media_type).encode(), _FIXED)


@dataclass(slots=True)
class ExpressWorker:
    """The connections that it has, and what it needs to answer them."""

    index: PublishedIndex
    control: socket.socket
    ledger: Ledger
    settings: Settings
    limit: Callable[[float], None]
    """Is told before each round how many seconds its queries may take."""
    _poll: select.epoll = field(default_factory=select.epoll)
    _connections: dict[int, tuple[int, socket.socket]] = field(default_factory=dict)
    _asked: set[int] = field(default_factory=set)
    """Descriptors of those that asked something in this round."""
    _store: Store = field(init=False)
    _number: int = 0
    _second: int = 0
    _date: bytes = b""

    def run(self) -> None:
        """Answer until the server has gone."""
        with suppress(ConnectionError):
            self._run()

    def _run(self) -> None:
        self._poll.register(self.control.fileno(), select.EPOLLIN)
        self.control.send(NUMBER.pack(0))
        end = time.monotonic() + _ROUND
        while True:
            ready = self._poll.poll(_ROUND)
            # once for all that ask now
            self._store = self.index.newest()
            self.limit(self.settings.deadline)
            for descriptor, _ in ready:
                if descriptor != self.control.fileno():
                    self._serve(descriptor)
                elif not self._receive():
                    return
            if time.monotonic() > end:
                end = time.monotonic() + _ROUND
                self._give_back_idle()

    def _receive(self) -> bool:
        """Take all connections that wait for it; False where the server has gone."""
        while select.select([self.control], [], [], 0)[0]:
            message, descriptors, _, _ = socket.recv_fds(self.control, NUMBER.size, 1)
            if not message:
                return False
            for descriptor in descriptors:
                self._add(NUMBER.unpack(message)[0], descriptor)
        return True

    def _add(self, number: int, descriptor: int) -> None:
        self._connections[descriptor] = (number, socket.socket(fileno=descriptor))
        self._asked.add(descriptor)
        self._poll.register(descriptor, select.EPOLLIN)

    def _serve(self, descriptor: int) -> None:
        number, connection = self._connections[descriptor]
        try:
            request = connection.recv(_LONGEST, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            request = b""
        job = read_query(request, self.settings)
        if job is None:
            self._give_back(descriptor, OTHER if request else CLOSED)
            return
        self._asked.add(descriptor)
        self._number += 1
        self.ledger.begin(self._number, number, len(request))
        self._answer(descriptor, connection, job, len(request))
        self.ledger.end()

    def _answer(self, descriptor: int, connection: socket.socket, job: Job, length: int) -> None:
        reply = Gathered(job.rows)
        answer(self._store, job, reply)
        if not reply.is_whole:
            self._give_back(descriptor, OTHER)
            return
        response = http_response(reply.media_type, reply.content, self._now())
        try:
            self.ledger.sending(bytes_given(connection), len(response))
            sent = connection.send(response)
            connection.recv(length)
        except BlockingIOError:
            self._give_back(descriptor, OTHER)
        except OSError:
            self._give_back(descriptor, CLOSED)
        else:
            if sent < len(response):
                self._give_back(descriptor, OTHER, response[sent:])

    def _give_back(self, descriptor: int, why: bytes, rest: bytes = b"") -> None:
        """Let the server have a connection, with what is still to be sent."""
        number, connection = self._connections.pop(descriptor)
        self._poll.unregister(descriptor)
        connection.close()
        self.control.send(NUMBER.pack(number) + why + rest)

    def _give_back_idle(self) -> None:
        for descriptor in self._connections.keys() - self._asked:
            self._give_back(descriptor, IDLE)
        self._asked.clear()

    def _now(self) -> bytes:
        """The time as HTTP gives it."""
        second = int(time.time())
        if second != self._second:
            self._second, self._date = second, formatdate(second, usegmt=True).encode()
        return self._date


def main() -> None:
    """Serve the knowledge graph and the settings that the arguments name; standard input is the socket to the server."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings = Settings(**json.loads(sys.argv[2]))
    index = open_index(Path(sys.argv[1]))
    limit_memory(settings.memory)
    ledger = Ledger(mmap.mmap(os.dup(sys.stdout.fileno()), SIZE))
    ExpressWorker(index, socket.socket(fileno=sys.stdin.fileno()), ledger, settings, TimeLimit().extend).run()


if __name__ == "__main__":
    main()
