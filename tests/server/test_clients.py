"""Clients that are slow, silent or greedy cost the server little, and the others nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ofsted_kg.server import listening
from ofsted_kg.server.settings import Settings
from server_thread import serving

LONG = "GET /sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o . ?a ?b ?c }", "format": "csv"}) + " HTTP/1.1\r\n\r\n"
SHORT = "GET /sparql?" + urlencode({"query": "ASK {}", "format": "csv"}) + " HTTP/1.1\r\n\r\n"


@pytest.fixture(scope="module")
def port(kg: Path) -> Iterator[int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listening, "_SILENCE", 1.0)
        patch.setattr(listening, "_GLANCE", 0.2)
        with serving(kg, Settings(express=1, quick=1, spare=1, receiving=1, body=20_000)) as number:
            yield number


def received(client: socket.socket) -> bytes:
    """Everything until the server closes the connection."""
    found = b""
    with suppress(ConnectionError):
        while piece := client.recv(65536):
            found += piece
    return found


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nAccept: te"], ids=["nothing", "a line", "a header"])
def test_a_head_that_does_not_come_ends_the_connection(port: int, sent: bytes) -> None:
    with connect(port) as client:
        client.sendall(sent)
        began = time.monotonic()
        assert received(client) == b""
        assert time.monotonic() - began < 15


def test_so_does_the_head_of_a_second_request(port: int) -> None:
    with connect(port) as client:
        client.sendall(SHORT.encode() + b"GET / HT")
        assert received(client).startswith(b"HTTP/1.1 200 OK\r\n")


def dribble(client: socket.socket, seconds: float) -> float:
    """Send a byte now and then, until the server has had enough; seconds that it took."""
    began = time.monotonic()
    with suppress(ConnectionError):
        while time.monotonic() - began < seconds:
            client.sendall(b"#")
            time.sleep(0.1)
    return time.monotonic() - began


def test_a_head_that_comes_a_byte_at_a_time_has_the_same_time(port: int) -> None:
    with connect(port) as client:
        assert dribble(client, 30) < 15


def test_a_body_that_comes_a_byte_at_a_time_is_refused(port: int) -> None:
    with connect(port) as client:
        client.sendall(b"POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\n")
        dribble(client, 0.8)
        answer = received(client)
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert answer.endswith(b"\r\n\r\nthe request took too long to arrive\n")


@pytest.mark.parametrize("end", [b"", b"\r\n\r\n"], ids=["without an end", "with an end"])
def test_a_head_has_a_limit(port: int, end: bytes) -> None:
    with connect(port) as client:
        client.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000 + end)
        assert received(client).startswith(b"HTTP/1.1 431 ")


def test_a_client_that_takes_nothing_is_left(port: int) -> None:
    with connect(port) as greedy:
        greedy.sendall(LONG.encode())
        time.sleep(4)
        assert b"\r\n0\r\n\r\n" not in received(greedy)


def test_clients_that_take_nothing_keep_nobody_waiting(kg: Path) -> None:
    with serving(kg, Settings(express=0, quick=1, spare=1, deadline=60)) as port, connect(port) as other:
        greedy = [connect(port) for _ in range(3)]
        for one in greedy:
            one.sendall(LONG.encode())
        time.sleep(1)
        began = time.monotonic()
        other.sendall(SHORT.encode())
        assert other.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")
        assert time.monotonic() - began < 15
        for one in greedy:
            one.close()


def test_what_is_not_http_is_refused(port: int) -> None:
    with connect(port) as client:
        client.sendall(b"\x16\x03\x01\x02\x00 hello\r\n\r\n")
        answer = received(client)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"Traceback" not in answer
