"""What this machine has left for grading: cores, and memory, in a container too.

What a job needs was measured (``tests.benchmarks.soak``): a grader process, a worker each for the
solution and the planted mistakes, one for the submission, which share most pages with the zygote.
A submission may take far more, up to its limit, but hardly one does: if each were given that much
in advance, a machine would stand idle. So all that fit are started, and a submission is begun as
long as there is room for one to take all that it may; without room, one at a time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from math import inf
from pathlib import Path
from time import sleep

from autograder import linux

JOB_MB = 256
"""What one job takes, submission included; 190 were measured."""
LOOK_SECONDS = 0.2
"""Between two looks at whether there is memory for the next submission."""
_ROOT = Path("/")
_CGROUPS = "sys/fs/cgroup"


def cores(root: Path = _ROOT) -> int:
    """Cores that this process may keep busy, at least one."""
    allowed = len(os.sched_getaffinity(0)) if linux.is_linux() else os.cpu_count() or 1
    return int(max(1, min(allowed, _quota(root))))


def free_mb(root: Path = _ROOT) -> float:
    """Memory (MB) that can be had without swapping, within the limits of every control group that
    this process is in; infinite where nobody tells. ``root`` is where /proc and /sys are."""
    limits = [_below_limit(folder) for folder in _groups(root, "memory")]
    return min([_of_machine(root), *limits]) / (1 << 20)


def fitting(asked: int, free_mb: float, worst_mb: float) -> int:
    """How many jobs of those asked for fit beside one submission that takes all it may."""
    return int(max(1, min(asked, (free_mb - worst_mb) // JOB_MB)))


@contextlib.contextmanager
def held_back(gate: Path, needed_mb: float) -> Iterator[None]:
    """Wait until there is that much memory, or nobody else is in here; all use the same ``gate``,
    a file that only they can open. Who is killed in here is out."""
    with gate.open("a") as lock:
        while not _let_in(lock.fileno(), needed_mb):
            sleep(LOOK_SECONDS)
        yield


def _let_in(lock: int, needed_mb: float) -> bool:
    kind = fcntl.LOCK_SH if free_mb() >= needed_mb else fcntl.LOCK_EX
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _of_machine(root: Path) -> float:
    with contextlib.suppress(OSError, ValueError, IndexError):
        lines = (root / "proc/meminfo").read_text().splitlines()
        (line,) = [line for line in lines if line.startswith("MemAvailable:")]
        return int(line.split()[1]) * 1024
    return inf


def _groups(root: Path, controller: str) -> Iterator[Path]:
    """The folders of the control groups that this process is in, and of those above them: each
    may set a limit. Version 2 first, then the controller's own hierarchy of version 1."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        number, controllers, path = line.split(":", 2)
        if number == "0":
            top = root / _CGROUPS
        elif controller in controllers.split(","):
            top = root / _CGROUPS / controller
        else:
            continue
        # a container sees its own group as the top one, whatever its path says
        inside = top / path.lstrip("/")
        yield from (each for each in (inside, *inside.parents) if each.is_relative_to(top))


def _below_limit(group: Path) -> float:
    """Bytes that may be had before the group's limit; files that are only cached count as free."""
    for limit, used, cached in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    ):
        with contextlib.suppress(OSError, ValueError):  # "max": none is set
            most = int((group / limit).read_text())
            taken = int((group / used).read_text())
            return max(0, most - taken + _counted(group / "memory.stat", cached))
    return inf


def _counted(path: Path, name: str) -> int:
    found = [line.split() for line in path.read_text().splitlines()]
    return sum(int(value) for key, value in found if key == name)


def _quota(root: Path) -> float:
    """Cores' worth of processor time that the control groups leave; infinite without limits."""
    return min([inf, *(_share(folder) for folder in _groups(root, "cpu"))])


def _share(group: Path) -> float:
    with contextlib.suppress(OSError, ValueError):
        quota, period = (group / "cpu.max").read_text().split()
        return int(quota) / int(period)
    with contextlib.suppress(OSError, ValueError):
        quota = (group / "cpu.cfs_quota_us").read_text()
        if int(quota) > 0:
            return int(quota) / int((group / "cpu.cfs_period_us").read_text())
    return inf
