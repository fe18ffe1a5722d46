"""What commands cost: time, processor time, and the memory of all of their processes together."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Self

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "TF_CPP_MIN_LOG_LEVEL": "3",  # nbgrader gives a cell that writes to stderr no points
    "CUDA_VISIBLE_DEVICES": "-1",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""Of every command measured: bytecode is kept, TensorFlow is silent."""


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock, seconds of processor time and peak memory (MB) of all processes."""

    wall: float
    cpu: float
    peak_mb: float


class Meter:
    """Measures what this process's children do while the context lasts; then see ``cost``.

    Memory is the sum of the proportional set sizes (PSS) of all descendants: a page that several
    share counts once. It is looked at every quarter of a second, less often where looking is slow.
    """

    cost: Cost

    def __enter__(self) -> Self:
        self._peak = 0.0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._sample, daemon=True)
        self._cpu, self._start = _childrens_cpu(), perf_counter()
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        wall, cpu = perf_counter() - self._start, _childrens_cpu() - self._cpu
        self._over.set()
        self._watch.join()
        self.cost = Cost(wall, cpu, self._peak)

    def _sample(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            start = perf_counter()
            self._peak = max(self._peak, sum(map(_pss, _descendants(os.getpid()))) / 1024)
            pause = max(0.25, 10 * (perf_counter() - start))


def run(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] = ENVIRONMENT,
    accepted: Sequence[int] = (0,),
) -> float:
    """Seconds that the command took in ``folder``. Raises RuntimeError for another exit code."""
    start = perf_counter()
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    took = perf_counter() - start
    if done.returncode not in accepted:
        words = " ".join(map(str, command))
        raise RuntimeError(f"{words}\nended with {done.returncode}:\n{done.stdout[-3000:]}")
    return took


def _childrens_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _descendants(ancestor: int) -> Iterator[int]:
    children = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        children[int(fields[1])].append(int(path.parent.name))
    found = list(children[ancestor])
    for pid in found:
        found += children[pid]
    return iter(found)


def _pss(pid: int) -> float:
    """Kilobytes; 0 for a process that has ended or may not be looked at."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith("Pss:")), 0.0)
