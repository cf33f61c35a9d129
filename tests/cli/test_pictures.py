from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from tests.cli.conftest import Run

AUTHORITIES = {"Dudley", "Poole", "Tameside", "Telford and Wrekin", "Wolverhampton"}


def authorities(nodes: list[dict[str, str]]) -> set[str]:
    return {node["label"] for node in nodes if node["kind"] == "authority"}


@pytest.mark.parametrize("name", ["grade-matrix", "topic-matrix", "network", "recommendations"])
def test_each_picture_of_the_five_reports_names_the_authorities(name: str, run: Run, kg: Path) -> None:
    done = run("plot", name, "-o", "picture.svg", "--kg", kg)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "wrote picture.svg\n")
    text = Path("picture.svg").read_text("utf-8")
    assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
    assert {name for name in ("Dudley", "Poole", "Tameside", "Wolverhampton") if f"<!-- {name} -->" in text} == AUTHORITIES - {
        "Telford and Wrekin"
    }


def test_a_picture_may_be_of_some_authorities_and_a_png(run: Run, kg: Path) -> None:
    done = run("plot", "recommendations", "-o", "Some.PNG", "--authority", "poole", "--authority", "Dudley", "--kg", kg)
    assert done.exit_code == 0
    assert Path("Some.PNG").read_bytes().startswith(b"\x89PNG")


def test_the_network_is_graphml_where_nothing_else_is_said(run: Run, kg: Path, tmp_path: Path) -> None:
    (tmp_path / "n.graphml").write_bytes(run("network", "--kg", kg).stdout_bytes)
    network = nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True)
    assert authorities([data for _, data in network.nodes(data=True)]) == AUTHORITIES
    assert sum(data["kind"] == "topic" for _, data in network.nodes(data=True)) == 61


def test_the_network_is_written_in_the_format_of_the_file(run: Run, kg: Path) -> None:
    run("network", "-o", "n.gexf", "--kg", kg)
    run("network", "-o", "n.json", "--kg", kg)
    run("network", "-o", "n.svg", "--kg", kg)
    read = nx.read_gexf("n.gexf", version="1.2draft")
    assert authorities([data for _, data in read.nodes(data=True)]) == AUTHORITIES
    assert authorities(json.loads(Path("n.json").read_text("utf-8"))["nodes"]) == AUTHORITIES
    assert ElementTree.parse("n.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_the_network_of_one_authority_holds_no_other(run: Run, kg: Path) -> None:
    read = json.loads(run("network", "--format", "json", "--authority", "poole", "--kg", kg).stdout)
    assert authorities(read["nodes"]) == {"Poole"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plot", "grade-matrix", "-o", "a.gif"], "error: a.gif: unknown ending '.gif'. Known: .svg, .png\n"),
        (["plot", "grade-matrix", "-o", "a"], "error: a: unknown ending ''. Known: .svg, .png\n"),
        (
            ["plot", "pie", "-o", "a.svg"],
            "error: unknown picture 'pie'. Known: grade-matrix, topic-matrix, network, recommendations\n",
        ),
        (["network", "-o", "a.csv"], "error: a.csv: unknown ending '.csv'. Known: .graphml, .gexf, .json, .svg\n"),
        (["network", "--format", "csv"], "error: unknown format 'csv'. Known: graphml, gexf, json, svg\n"),
    ],
)
def test_what_is_not_known_is_one_line_with_what_is(arguments: list[str], message: str, run: Run, kg: Path) -> None:
    done = run(*arguments, "--kg", kg)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", message)


@pytest.mark.parametrize("command", [["plot", "network", "-o", "a.svg"], ["network"]])
def test_without_a_knowledge_graph_the_line_is_that_of_other_commands(command: list[str], run: Run) -> None:
    assert run(*command).stderr == run("query", "grade-matrix").stderr
    assert run(*command).exit_code == 2


@pytest.mark.parametrize(
    ("missing", "command", "extras"),
    [
        ("matplotlib", ["plot", "grade-matrix", "-o", "a.svg"], "plots"),
        ("networkx", ["plot", "network", "-o", "a.svg"], "network"),
        ("networkx", ["network"], "network"),
        ("matplotlib", ["network", "--format", "svg"], "plots"),
    ],
)
def test_a_missing_extra_is_one_line_that_says_what_to_install(
    missing: str, command: list[str], extras: str, tmp_path: Path
) -> None:
    arguments = ["ofsted-kg", *command]
    script = f"import sys; sys.modules[{missing!r}] = None; sys.argv = {arguments!r}\nfrom ofsted_kg.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, cwd=tmp_path)
    expected = f"error: this needs more packages; install them with: pip install 'ofsted-kg[{extras}]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
