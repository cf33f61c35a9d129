"""A build on a Dask cluster: the same files as on processes, also where a worker is killed in the middle."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from dask.distributed import Client, LocalCluster

from tests.cli.conftest import TWO_REPORTS, Run, run, two_reports

__all__ = ["run", "two_reports"]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None, "host": "127.0.0.1"}
    with LocalCluster(**options) as made:
        yield made


def files(kg: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (kg / "graphs").glob("*.nq")}


def worker_pids(cluster: LocalCluster) -> list[int]:
    with Client(cluster, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def test_a_build_on_a_cluster_whose_worker_is_killed_gives_the_same_files(
    cluster: LocalCluster, two_reports: Path, run: Run, tmp_path: Path
) -> None:
    victim = worker_pids(cluster)[0]

    def kill_soon() -> None:
        time.sleep(1.0)
        os.kill(victim, signal.SIGKILL)

    killer = Thread(target=kill_soon)
    killer.start()
    done = run("build", *TWO_REPORTS, "--executor", "dask", "--scheduler", cluster.scheduler_address)
    killer.join()
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith(" triples (2 added)\n")
    assert files(tmp_path / "kg") == files(two_reports)
    assert victim not in worker_pids(cluster)


def test_a_scheduler_that_is_not_there_is_told(run: Run) -> None:
    assert "go together" in run("build", "--executor", "dask").stderr
    assert "Known: processes, dask" in run("build", "--executor", "slurm").stderr
    assert "is no address of a scheduler" in run("build", "--executor", "dask", "--scheduler", "nonsense://x").stderr
