"""Writes what the manual shows of the program itself: help pages, and the outputs of the commands in its walks.

``make docs`` rewrites the files, ``tests/test_docs.py`` compares them.  A fenced block marked ``console`` holds commands
behind ``$`` with their output below; they run one after the other in a folder that holds nothing but ``data``.  What
needs a checkout runs as the command that it stands for (`STANDS_FOR`).  In a guide, a block of text or Turtle goes into
the file that is named last above it, behind what is there already, and what a command complains of is shown as well.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from typer.core import TyperGroup
from typer.testing import CliRunner

from ofsted_kg.cli import app

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
GUIDE = ROOT / "docs" / "new-framework.md"
COMMAND_LINE = ROOT / "docs" / "command-line.md"
BEGIN = "<!-- generated from here by docs/generate.py -->"
STANDS_FOR = {"make demo": "ofsted-kg demo"}
_FENCED = re.compile(r"^```(?P<kind>text|turtle|console)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"`([\w./-]+\.(?:txt|ttl))`")
_BLOCK = re.compile(r"^```console\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


def commands(group: object = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command as its words, in the order of the help, groups before their commands."""
    from typer.main import get_command

    group = group or get_command(app)
    yield path
    if isinstance(group, TyperGroup):
        for name in group.list_commands(None):
            yield from commands(group.commands[name], (*path, name))


def help_page(words: tuple[str, ...]) -> str:
    """What ``ofsted-kg WORDS --help`` prints."""
    return CliRunner().invoke(app, [*words, "--help"], prog_name="ofsted-kg").stdout.rstrip()


def help_pages() -> str:
    """All help pages, each under a heading."""
    pages = ((" ".join(("ofsted-kg", *words)), help_page(words)) for words in commands())
    return "\n\n".join(f"## {name}\n\n```text\n{page}\n```" for name, page in pages) + "\n"


def with_help_pages(text: str) -> str:
    """The manual's page with fresh help pages behind its hand-written beginning."""
    return f"{text.split(BEGIN)[0]}{BEGIN}\n\n{help_pages()}"


def with_outputs(text: str, run: Callable[[str], str]) -> str:
    """Text with the output of each command in its console blocks as ``run`` gives it now."""
    return _BLOCK.sub(lambda block: f"```console\n{_session(block['body'], run)}```", text)


def _session(body: str, run: Callable[[str], str]) -> str:
    lines = [line for line in body.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{line}\n{run(line.removeprefix('$ '))}" for line in lines)


def walked(text: str, folder: Path) -> str:
    """A guide with the outputs that its commands give, one after the other, in a folder with its files."""
    run = runner(folder)

    def block(found: re.Match[str]) -> str:
        if found["kind"] == "console":
            session = _session(found["body"], lambda line: run(f"{{ {line}; }} 2>&1 || true"))
            return f"```console\n{session}```"
        file = folder / _FILE.findall(text, 0, found.start())[-1]
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as opened:
            opened.write(found["body"])
        return found[0]

    return _FENCED.sub(block, text)


def runner(folder: Path) -> Callable[[str], str]:
    """Runs a command line in a folder, with the program of this environment; what it prints on standard output."""
    (folder / "data").symlink_to(ROOT / "data")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    environment = {"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8"}

    def run(line: str) -> str:
        command = STANDS_FOR.get(line, line)
        done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{line}: {done.stderr}")
        return done.stdout

    return run


def main() -> None:
    """Rewrite the files."""
    COMMAND_LINE.write_text(with_help_pages(COMMAND_LINE.read_text("utf-8")), "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(with_outputs(README.read_text("utf-8"), runner(Path(folder))), "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        GUIDE.write_text(walked(GUIDE.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
