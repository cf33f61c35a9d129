"""A process that reads one PDF after the other, so that a crash or a hang of the reader is seen and survived."""

from __future__ import annotations

import resource
import sys
import tempfile
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from ofsted_kg.errors import SourceError
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text

DEADLINE = 30
"""Seconds for one file, on a busy machine; reading takes hundredths."""
MOST_MEMORY = 4 * 1024**3
ACTIONS = ("subprocess.", "socket.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.", "webbrowser.")


class Reader:
    """Asks the process; a context manager."""

    def __enter__(self) -> Reader:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._here.close()

    def outcome(self, content: bytes) -> str:
        """The error's line, or how much was read; AssertionError where there is no answer."""
        self._here.send_bytes(content)
        assert self._here.poll(DEADLINE), f"hangs over {len(content)} bytes"
        try:
            return self._here.recv_bytes().decode()
        except EOFError:
            self._process.join()
            raise AssertionError(f"crashes: exit status {self._process.exitcode}") from None


def _serve(connection: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    vocabulary = packaged_vocabulary()
    acted: list[str] = []
    sys.addaudithook(lambda event, _: acted.append(event) if event.startswith(ACTIONS) else None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "broken.pdf"
        while True:
            path.write_bytes(connection.recv_bytes())
            try:
                document = build_document(read_text(path), vocabulary)
                outcome = f"broken.pdf: {len(document.paragraphs)} paragraphs"
            except SourceError as error:
                outcome = str(error)
            left = sorted(file.name for file in Path(folder).iterdir())
            connection.send_bytes((outcome if not acted and left == ["broken.pdf"] else f"did {acted}, left {left}").encode())
