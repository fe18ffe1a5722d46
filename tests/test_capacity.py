"""What this machine has left: groups within groups, and who is let in while memory is short."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from collections.abc import Mapping
from math import inf
from pathlib import Path

import pytest

from autograder import capacity

GB = 1 << 30


def machine(root: Path, cgroup: str, files: Mapping[str, str]) -> Path:
    """A /proc and a /sys: 12 GB are available before any limit."""
    told = {
        "proc/meminfo": "MemTotal: 16777216 kB\nMemAvailable: 12582912 kB\n",
        "proc/self/cgroup": cgroup,
        **{f"sys/fs/cgroup/{name}": text for name, text in files.items()},
    }
    for name, text in told.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


V2 = {
    "memory.current": str(3 * GB),
    "memory.stat": f"anon {2 * GB}\ninactive_file {GB}\nactive_file 7\n",
}
V1 = {
    "memory/job/memory.usage_in_bytes": str(3 * GB),
    "memory/job/memory.stat": f"inactive_file 5\ntotal_inactive_file {GB}\n",
}


@pytest.mark.parametrize(
    ("cgroup", "files", "free_gb"),
    [
        ("", {}, 12),
        ("0::/\n", V2 | {"memory.max": "max"}, 12),
        ("0::/\n", V2 | {"memory.max": str(4 * GB)}, 2),  # what is only cached can be had
        # a container's path is the host's, which is not there
        ("0::/docker/77\n", V2 | {"memory.max": str(4 * GB)}, 2),
        # the limit of a group above, as of a SLURM job's
        (
            "0::/job/step\n",
            {f"job/{name}": text for name, text in V2.items()}
            | {"job/memory.max": str(8 * GB), "job/step/memory.max": "max"},
            6,
        ),
        ("9:cpu:/\n4:memory:/job\n", V1 | {"memory/job/memory.limit_in_bytes": str(5 * GB)}, 3),
        ("4:memory:/job\n", V1 | {"memory/job/memory.limit_in_bytes": str(2 * GB)}, 0),
        ("0::/\n", {"memory.max": str(4 * GB)}, 12),  # a limit that can't be understood is none
    ],
)
def test_memory_is_what_every_limit_leaves(
    cgroup: str, files: Mapping[str, str], free_gb: int, tmp_path: Path
) -> None:
    assert capacity.free_mb(machine(tmp_path, cgroup, files)) == 1024 * free_gb


def test_memory_that_nobody_tells_of_is_no_limit(tmp_path: Path) -> None:
    assert capacity.free_mb(tmp_path) == inf


def test_there_are_no_more_cores_than_a_container_may_keep_busy(tmp_path: Path) -> None:
    assert capacity.cores(machine(tmp_path, "0::/\n", {"cpu.max": "100000 100000"})) == 1
    assert capacity.cores(machine(tmp_path, "0::/\n", {"cpu.max": "20000 100000"})) == 1
    assert capacity.cores(machine(tmp_path, "0::/\n", {"cpu.max": "max 100000"})) >= 1
    v1 = {"cpu/cpu.cfs_quota_us": "50000", "cpu/cpu.cfs_period_us": "100000"}
    assert capacity.cores(machine(tmp_path, "3:cpu:/\n", v1)) == 1


@pytest.mark.parametrize(
    ("free_mb", "started"),
    [
        (12 * 1024, 8),  # eight that took all they may would need 16 GB: hardly one does
        (4 * 1024, 8),
        (3 * 1024, 4),
        (2 * 1024 + 300, 1),
        (500, 1),  # always one
        (inf, 8),
    ],
)
def test_jobs_are_started_as_far_as_they_fit_beside_one_that_takes_all(
    free_mb: float, started: int
) -> None:
    assert capacity.fitting(8, free_mb, 2048) == started


def is_let_in(gate: Path, needed_mb: float) -> bool:
    """Whether a second process is, within a second."""
    program = (
        "import sys; from pathlib import Path; from autograder.capacity import held_back\n"
        "with held_back(Path(sys.argv[1]), float(sys.argv[2])): print('in', flush=True)"
    )
    command = [sys.executable, "-c", program, str(gate), str(needed_mb)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            process.communicate(timeout=1.0)
        except subprocess.TimeoutExpired:
            process.kill()
            return False
        return process.returncode == 0


def test_while_memory_is_short_there_is_one_at_a_time(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    assert is_let_in(gate, inf), "nobody else is in"
    with capacity.held_back(gate, 0):
        assert is_let_in(gate, 0), "there is room"
        assert not is_let_in(gate, inf)
    with capacity.held_back(gate, inf):
        assert not is_let_in(gate, inf)
        assert not is_let_in(gate, 0), "what there is belongs to the one that is in"
    assert is_let_in(gate, inf)


def test_who_is_killed_at_the_gate_holds_nobody_back(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    program = f"import fcntl, time; f = open({str(gate)!r}, 'a'); fcntl.flock(f, {fcntl.LOCK_EX})"
    with subprocess.Popen(
        [sys.executable, "-c", program + "; print(flush=True); time.sleep(60)"],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert not is_let_in(gate, 0)
        process.kill()
    assert is_let_in(gate, 0)
