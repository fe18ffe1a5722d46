"""What a hand-in costs, cold and in a running grader, and what of it isolation does:
``python -m tests.benchmarks.grading``.

Everything is measured in one run on one machine and told as a ratio to a fresh
``python -c "import tensorflow"``, because seconds alone mean nothing elsewhere.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from autograder import assignment, submission
from autograder.grading import Grader
from autograder.master import solution
from autograder.sandbox import Ending, Limits, Sandbox, Worker
from tests.unlocked import UnlockedSandbox

COURSE = Path(__file__).parents[2]
ROUNDS = 12


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock, and of processor time of every process involved."""

    wall: float
    cpu: float


def of_command(*arguments: str) -> Cost:
    """A command in a process of its own, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = perf_counter()
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    subprocess.run(
        [sys.executable, *arguments], cwd=COURSE, env=environment, check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return Cost(perf_counter() - start, spent)


class CountedWorker(Worker):
    """Adds up what its processes used: they are the zygote's children, not ours."""

    cpu = 0.0

    def close(self) -> Ending | None:
        ending = super().close()
        if ending is not None:
            CountedWorker.cpu += ending.cpu_seconds
        return ending


def of_further_hand_ins(path: Path, sandbox: Sandbox) -> list[Cost]:
    """The same hand-in again and again in a running grader."""
    found = assignment.load(COURSE, "custom_losses")
    costs = []
    with sandbox:
        sandbox.wait()
        grader = Grader(found, sandbox.address, 7)
        grader._lease = lambda: CountedWorker(sandbox.address, found.limits)  # type: ignore[method-assign]
        read = submission.read(path, "benchmark", found.slug)
        for _ in range(ROUNDS + 1):
            start, own, theirs = perf_counter(), _own_cpu(), CountedWorker.cpu
            grade = grader.grade(read)
            assert grade.score == grade.max_score, "the benchmark's hand-in must be right"
            spent = _own_cpu() - own + CountedWorker.cpu - theirs
            costs.append(Cost(perf_counter() - start, spent))
        grader.close()
    return costs[1:]  # the first also asks the reference


def of_idle_workers(sandbox: Sandbox) -> list[Cost]:
    """A worker that is asked nothing: made, locked in (or not), and ended."""
    costs = []
    with sandbox:
        sandbox.wait()
        for _ in range(5 * ROUNDS):
            start = perf_counter()
            ending = Worker(sandbox.address, Limits()).close()
            assert ending is not None
            costs.append(Cost(perf_counter() - start, ending.cpu_seconds))
    return costs


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    found = assignment.load(COURSE, "custom_losses")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "right.py")
        master = found.master.read_text(encoding="utf-8")
        path.write_text(solution(master, found.quiz), encoding="utf-8")
        imports = [of_command("-c", "import tensorflow") for _ in range(3)]
        cold = [
            of_command("-m", "autograder", "check", "-a", "custom_losses", str(path))
            for _ in range(3)
        ]
        further, unlocked_further, idle, unlocked_idle = [], [], [], []
        for _ in range(2):  # in turns, for a machine's speed drifts
            further += of_further_hand_ins(path, Sandbox())
            unlocked_further += of_further_hand_ins(path, UnlockedSandbox())
            idle += of_idle_workers(Sandbox())
            unlocked_idle += of_idle_workers(UnlockedSandbox())
    unit = _median(imports)
    table = Table(title=f"one hand-in, all checks of six losses and the quiz ({ROUNDS} rounds)")
    for column in ("what", "wall s", "CPU s", "wall / import", "CPU / import"):
        table.add_column(column, justify="left" if column == "what" else "right")
    rows = {
        'python -c "import tensorflow"': unit,
        "cold: autograder check FILE": _median(cold),
        "each further one in a running grader": _median(further),
        "the same, workers not locked in": _median(unlocked_further),
        "a worker that is asked nothing": _median(idle),
        "the same, not locked in": _median(unlocked_idle),
    }
    for name, cost in rows.items():
        ratios = (f"{cost.wall / unit.wall:.3f}", f"{cost.cpu / unit.cpu:.3f}")
        table.add_row(name, f"{cost.wall:.3f}", f"{cost.cpu:.3f}", *ratios)
    Console(width=100).print(table)


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
    )


if __name__ == "__main__":
    main()
