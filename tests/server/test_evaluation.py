"""What a worker does with a job, without a process around it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ofsted_kg.server import evaluation, frames
from ofsted_kg.server.evaluation import PublishedIndex, Reply, answer, open_index
from ofsted_kg.server.frames import Frame
from ofsted_kg.server.job import Job, read_job
from ofsted_kg.server.worker import serve

TOO_MANY = (503, "the answer has more than 5 rows: add a LIMIT, or ask for less")
EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o }"


@pytest.fixture(scope="module")
def index(kg: Path) -> PublishedIndex:
    return open_index(kg)


def job(sparql: str, results: str | None = "application/sparql-results+json", rows: int = 1000) -> Job:
    return Job(sparql, results, "text/turtle", rows=rows)


def replied(index: PublishedIndex, one: Job) -> list[Frame]:
    pipe = io.BytesIO()
    answer(index.newest(), one, Reply(pipe, one.rows))
    pipe.seek(0)
    return list(frames_of(pipe))


def frames_of(pipe: io.BytesIO) -> Iterator[Frame]:
    while frame := frames.read(pipe):
        yield frame


def failure(index: PublishedIndex, one: Job) -> tuple[int, str]:
    [*_, last] = replied(index, one)
    assert last.kind == frames.FAIL
    status, _, reason = last.content.decode().partition(" ")
    return int(status), reason


def test_a_short_answer_is_one_piece(index: PublishedIndex) -> None:
    assert replied(index, job("ASK {}")) == [Frame(frames.WHOLE, b'application/sparql-results+json\n{"head":{},"boolean":true}')]


def test_a_long_answer_comes_in_pieces(index: PublishedIndex) -> None:
    head, *pieces, end = replied(index, job(EVERYTHING + " LIMIT 8000", rows=8000))
    assert (head.kind, head.content) == (frames.HEAD, b"application/sparql-results+json")
    assert len(pieces) > 2
    assert len(json.loads(b"".join(piece.content for piece in pieces))["results"]["bindings"]) == 8000
    assert end.kind == frames.END


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
@pytest.mark.parametrize("pattern", ["?s ?p ?o", "?s ?p ?x . FILTER(false)", ""])
def test_exactly_as_many_rows_as_allowed_pass(index: PublishedIndex, media_type: str, pattern: str) -> None:
    assert replied(index, job(f"SELECT * {{ {pattern} }} LIMIT 5", media_type, 5))[-1].kind == frames.WHOLE


def test_one_row_more_does_not(index: PublishedIndex) -> None:
    assert failure(index, job(EVERYTHING + " LIMIT 6", rows=5)) == TOO_MANY
    assert failure(index, job("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 6", rows=5))[0] == 503


def test_a_mark_that_is_cut_between_two_pieces_is_counted() -> None:
    reply = Reply(io.BytesIO(), 1)
    reply.begin("application/sparql-results+xml", b"<result>")
    reply.write(b"<result></result><res")
    with pytest.raises(evaluation.TooMuch):
        reply.write(b"ult>")


def test_a_triple_that_several_solutions_make_is_given_once(index: PublishedIndex) -> None:
    [whole] = replied(index, job("CONSTRUCT { <http://a/> <http://b/> 1 } WHERE { ?s ?p ?o } LIMIT 50"))
    assert whole.content.count(b"<http://a/>") == 1


@pytest.mark.parametrize(
    ("one", "status", "reason"),
    [
        (job("SELECT *\n{"), 400, "line 2, column 2"),
        (job("DROP ALL"), 400, "DROP is an update"),
        (job("SELECT * { SERVICE <http://a/> {} }"), 400, "SERVICE is not allowed"),
        (job("ASK {}", None), 406, "offered: application/sparql-results+json"),
        (Job("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", None), 406, "offered: text/turtle"),
    ],
)
def test_a_query_that_can_not_be_answered_says_why(index: PublishedIndex, one: Job, status: int, reason: str) -> None:
    found, said = failure(index, one)
    assert (found, reason in said) == (status, True)


def test_an_answer_that_needs_too_much_memory_says_so(index: PublishedIndex) -> None:
    class Full(io.BytesIO):
        refused = False

        def write(self, content: object) -> int:
            if not self.refused:
                self.refused = True
                raise MemoryError
            return super().write(content)  # type: ignore[arg-type]

    pipe = Full()
    answer(index.newest(), job("ASK {}"), Reply(pipe, 5))
    assert b"needs more memory" in pipe.getvalue()


def test_a_worker_answers_jobs_until_its_pipe_ends(index: PublishedIndex) -> None:
    jobs = io.BytesIO(frames.pack(frames.JOB, job("ASK {}").to_bytes()) * 2)
    replies = io.BytesIO()
    allowed: list[float] = []
    serve(index, jobs, replies, allowed.append)
    replies.seek(0)
    kinds = [frame.kind for frame in frames_of(replies)]
    assert kinds == [frames.READY, frames.WHOLE, frames.WHOLE]
    assert allowed == [job("ASK {}").seconds] * 2


def test_a_job_comes_over_the_pipe_as_it_was() -> None:
    one = Job("ASK {}", None, "text/turtle", ("http://a/",), ("http://b/", "http://c/"), 7, 1.5)
    assert read_job(one.to_bytes()) == one
