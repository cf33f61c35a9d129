"""How commands end: in a terminal, in a broken pipe, interrupted, on a full disk."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from ofsted_kg.resources import packaged_folder

PROGRAM = [sys.executable, "-m", "ofsted_kg"]
ESCAPE = "\x1b["


def in_a_terminal(arguments: list[str], columns: int, environment: dict[str, str] | None = None) -> str:
    """What a command prints in a terminal of so many columns."""
    reader, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    variables = {**inherited, "TERM": "xterm-256color", **(environment or {})}
    process = subprocess.Popen([*PROGRAM, *arguments], stdin=terminal, stdout=terminal, stderr=terminal, env=variables)
    os.close(terminal)
    shown = b""
    try:
        while block := os.read(reader, 65536):
            shown += block
    except OSError:
        pass  # how a terminal says that nobody writes to it any more
    os.close(reader)
    assert process.wait(60) == 0, shown
    return shown.decode().replace("\r\n", "\n")


def test_a_terminal_gets_a_table_of_its_width_in_colour_or_bold(kg: Path) -> None:
    shown = in_a_terminal(["query", "grade-matrix", "--kg", str(kg)], columns=70)
    assert ESCAPE in shown
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in shown.splitlines()) <= 70


def test_no_color_is_respected(kg: Path) -> None:
    shown = in_a_terminal(["query", "grade-matrix", "--kg", str(kg)], columns=200, environment={"NO_COLOR": "1"})
    assert re.findall(r"\x1b\[[34][0-9;]*m", shown) == []
    assert "Telford and Wrekin" in shown


def test_a_terminal_shows_progress_while_reports_are_read(tmp_path: Path) -> None:
    report = packaged_folder("reports") / "poole-2011.txt"
    shown = in_a_terminal(["build", str(report), "--jobs", "1", "--kg", str(tmp_path / "kg")], columns=120)
    assert "Reading reports" in shown
    assert "(1 added)" in shown


def test_a_pipe_gets_no_escape_codes_and_whole_cells(kg: Path) -> None:
    command = [*PROGRAM, "query", "grade-conflicts", "--kg", str(kg)]
    piped = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env={**os.environ, "COLUMNS": "40"})
    assert ESCAPE not in piped.stdout + piped.stderr
    assert "Leadership and management are good." in piped.stdout


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_closes_the_pipe_ends_the_command_in_silence(unbuffered: str, kg: Path) -> None:
    command = f"{' '.join(PROGRAM)} sparql 'SELECT ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} }}' --format csv --kg {kg}"
    script = f"set -o pipefail; {command} | head -n 1; echo $?"
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    piped = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60, env=environment)
    assert piped.stdout.split() == ["s,p,o", "141"]
    assert piped.stderr == ""


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_slow_reader_gets_everything(unbuffered: str) -> None:
    report = packaged_folder("reports") / "poole-2011.txt"
    script = f"{' '.join(PROGRAM)} facts {report} | (sleep 3; tail -n 1)"
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    piped = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60, env=environment)
    assert piped.stdout == "}\n"


def test_a_full_disk_is_one_line(kg: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [*PROGRAM, "query", "grade-matrix", "--kg", str(kg)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (2, "error: output: No space left on device\n")


def test_an_interrupt_ends_the_command_without_a_traceback(kg: Path) -> None:
    command = [*PROGRAM, "sparql", "--kg", str(kg)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, preexec_fn=heed_interrupts)
    wait_until_it_reads(process.pid)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "interrupted\n")


def heed_interrupts() -> None:
    """Undo what a shell does to the commands that it runs in the background, these tests among them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_until_it_reads(process: int) -> None:
    """Wait until a process sleeps in a system call that reads its standard input."""
    for _ in range(600):
        call = Path(f"/proc/{process}/syscall").read_text().split()
        if call[0] == "0" and call[1] == "0x0":
            return
        os.sched_yield()
        signal.sigtimedwait([], 0.05)
    raise AssertionError("the command never read its standard input")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--colour"], "error: No such option: --colour. See: ofsted-kg --help"),
        (["bild"], "error: No such command 'bild'. Did you mean 'build'? See: ofsted-kg --help"),
        (["export"], "error: give one of OUT, --bulk DIR and --tables DIR. See: ofsted-kg export --help"),
        (["remove"], "error: Missing argument 'REPORT...'. See: ofsted-kg remove --help"),
    ],
)
def test_a_wrong_command_line_is_one_line(arguments: list[str], line: str, run: Run) -> None:
    asked = run(*arguments)
    assert (asked.exit_code, asked.stdout) == (2, "")
    assert asked.stderr == line + "\n"


def test_a_file_that_cannot_be_written_is_one_line(run: Run, kg: Path) -> None:
    asked = run("query", "grade-matrix", "--kg", kg, "-o", "nowhere/answer.csv")
    assert (asked.exit_code, asked.stderr) == (2, "error: nowhere/answer.csv: No such file or directory\n")
