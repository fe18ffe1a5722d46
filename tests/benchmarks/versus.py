"""Ours against ``otter run``, ``nbgrader autograde`` and a fresh pytest process for each hand-in:
``python -m tests.benchmarks.versus``.

Everything runs on this machine, the same hand-ins for all, in turns. The tables go to
``versus.md`` beside this file, and from there into the README. ``--only cold,floor`` measures some
parts again; what was measured stays, also when the run is interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder import assignment, master
from autograder.sandbox import worker_environment
from tests.benchmarks import tables
from tests.benchmarks.baselines import CACHE, Baseline, Nbgrader, Otter, Pytest, checks
from tests.benchmarks.cost import ENVIRONMENT, Cost, Meter, run
from tests.benchmarks.crowd import COURSE, SLUG, crowd

MEASURED = CACHE / "measured.json"
SEED = 6
CORES = len(os.sched_getaffinity(0))
STARTING = 20
"""Hand-ins that are graded, and not counted, before those that are held against the floor."""

Part = dict[str, Any]
"""What one part of the benchmark found, as it is kept; ``tables`` reads it."""


class Benchmark:
    """One run. ``folder`` is empty, and as large as some thousand hand-ins."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self._folder = folder
        self._options = options
        self._baselines: list[Baseline] = []
        self._right = folder / "right.py"
        found = assignment.load(COURSE, SLUG)
        text = found.master.read_text(encoding="utf-8")
        self._right.write_text(master.solution(text, found.quiz), encoding="utf-8")
        wrong = {path.read_text("utf-8").split("\n", 1)[0]: path for path in _mistakes()}
        self._wrong = folder / "wrong.py"
        # a mistake in each part: what all planted mistakes do is looked up once, here
        self._wrong.write_text("\n\n".join(p.read_text("utf-8") for p in wrong.values()), "utf-8")

    def warm_up(self) -> None:
        """Bytecode, and what ours remembers of the planted mistakes, are made before."""
        self._ours(self._wrong)
        run([sys.executable, "-c", "import tensorflow"], COURSE, ENVIRONMENT)

    def prepared(self) -> Sequence[Baseline]:
        """The baselines, each tried on a right hand-in. Raises RuntimeError if it errs."""
        if not self._baselines:
            for baseline in (Otter(), Nbgrader(), Pytest()):
                baseline.prepare(self._new_folder())
                folder = self._new_folder()
                baseline.grade([self._right], folder)
                if baseline.passed(folder) != len(checks()):
                    raise RuntimeError(f"{baseline.name} finds fault with a right hand-in")
                self._baselines.append(baseline)
        return self._baselines

    # --- the parts ---------------------------------------------------------------------------

    def cold(self) -> Part:
        """One right hand-in, nothing running: medians of some rounds, in turns."""
        kinds: dict[str, Callable[[], object]] = {
            "ours": lambda: self._ours(self._right),
            **{
                each.name: lambda each=each: each.grade([self._right], self._new_folder())  # type: ignore[misc]
                for each in self.prepared()
            },
            "import tensorflow": lambda: run(
                [sys.executable, "-c", "import tensorflow"], COURSE, ENVIRONMENT
            ),
        }
        costs: dict[str, list[Cost]] = {name: [] for name in kinds}
        for number in range(self._options.rounds):
            for name, act in kinds.items():
                with self._metered(f"cold {number + 1}: {name}") as meter:
                    act()
                costs[name].append(meter.cost)
        return {
            "rounds": self._options.rounds,
            "rows": {name: asdict(_median(found)) for name, found in costs.items()},
            "versions": {each.name: each.version for each in self.prepared()},
        }

    def throughput(self) -> Part:
        """Every core busy: the baselines with a few, ours with many among which these are."""
        count = self._options.count
        hand_ins = crowd(self._folder / "class", count, SEED)
        few = [path for path in hand_ins if path.suffix == ".py" and _suits_incumbents(path)]
        few = few[: self._options.few]
        rows: dict[str, Any] = {}
        for baseline in self.prepared():
            with self._metered(f"throughput: {baseline.name}") as meter:
                seconds = self._on_all_cores(baseline, few)
            rows[baseline.name] = _row(meter.cost, len(few), seconds)
        with self._metered(f"throughput: ours, {count}") as meter:
            results = self._ours_on(self._folder / "class")
        seconds = [_seconds(results, path.stem) for path in few]
        rows["ours"] = _row(meter.cost, count, seconds)
        return {"count": count, "few": len(few), "cores": CORES, "rows": rows}

    def _on_all_cores(self, baseline: Baseline, hand_ins: Sequence[Path]) -> list[float]:
        shares = [share for k in range(CORES) if (share := hand_ins[k::CORES])]
        folders = [self._new_folder() for _ in shares]
        with ThreadPoolExecutor(CORES) as pool:
            return [x for found in pool.map(baseline.grade, shares, folders) for x in found]

    def growth(self) -> Part:
        """Ours alone: classes of several sizes."""
        rows = {}
        for count in self._options.sizes:
            folder = self._new_folder() / "class"
            hand_ins = crowd(folder, count, SEED + count)
            with self._metered(f"growth: {count}") as meter:
                results = self._ours_on(folder)
            seconds = [_seconds(results, path.stem) for path in hand_ins]
            rows[str(count)] = _row(meter.cost, count, seconds)
        return {"cores": CORES, "rows": rows}

    def floor(self) -> Part:
        """The same hand-ins as trusted code in one process, and by ours; both have one core."""
        pinned = ["taskset", "-c", str(min(os.sched_getaffinity(0)))]
        # a small class, and a larger one that begins with it: the difference is free of starting
        small, large = (self._new_folder() / "class" for _ in range(2))
        hand_ins = _trustworthy(crowd(large, STARTING + self._options.floor, SEED))
        count = len(hand_ins) - len(_trustworthy(crowd(small, STARTING, SEED)))
        costs = []
        for name, folder in (("small", small), ("large", large)):
            with self._metered(f"floor: ours, the {name} class") as meter:
                self._ours_on(folder, jobs=1, prefix=pinned)
            costs.append(meter.cost)
        return {
            "count": count,
            "ours": {
                "mean": (costs[1].wall - costs[0].wall) / count,
                "cpu": (costs[1].cpu - costs[0].cpu) / count,
            },
            "trusted": self._trusted(hand_ins, count, pinned),
        }

    def _trusted(self, hand_ins: Sequence[Path], count: int, prefix: Sequence[str]) -> Part:
        """What each of the last ``count`` costs in a process that the others have warmed."""
        results = self._folder / "floor.json"
        environment = {**ENVIRONMENT, **worker_environment()}
        environment |= {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment["PYTHONPATH"] = str(COURSE)
        with self._metered(f"floor: trusted code, {len(hand_ins)}"):
            command = [*prefix, sys.executable, "-m", "tests.benchmarks.floor"]
            # in a folder where they may write
            run([*command, results, self._wrong, *hand_ins], self._new_folder(), environment)
        last = json.loads(results.read_text(encoding="utf-8"))[-count:]
        means = [statistics.fmean(column) for column in zip(*last, strict=True)]
        return {"mean": means[0], "cpu": means[1]}

    # --- ours --------------------------------------------------------------------------------

    def _ours(self, hand_in: Path) -> float:
        command = [sys.executable, "-m", "autograder", "check", "-a", SLUG]
        return run([*command, hand_in], COURSE, ENVIRONMENT, accepted=(0, 1))

    def _ours_on(self, folder: Path, jobs: int = CORES, prefix: Sequence[str] = ()) -> Path:
        out = self._new_folder()
        command = [*prefix, sys.executable, "-m", "autograder", "grade", "-a", SLUG]
        command += ["-j", str(jobs)]
        run([*command, folder, "-o", out], COURSE, ENVIRONMENT, accepted=(0, 1))
        return out / "results"

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._folder))

    @contextmanager
    def _metered(self, what: str) -> Iterator[Meter]:
        meter = Meter()
        with meter:
            yield meter
        print(f"{what}: {meter.cost.wall:.1f} s, CPU {meter.cost.cpu:.1f} s", flush=True)


PARTS = ("cold", "throughput", "growth", "floor")


def _mistakes() -> list[Path]:
    return sorted((COURSE / "solutions" / SLUG / "mistakes").glob("*.py"))


def _trustworthy(hand_ins: Sequence[Path]) -> list[Path]:
    """Those that don't end their process; the others are removed."""
    ending = [path for path in hand_ins if b"_exit(" in path.read_bytes()]
    for path in ending:
        path.unlink()
    return [path for path in hand_ins if path not in ending]


def _suits_incumbents(path: Path) -> bool:
    """Neither empty, nor the end of their kernel, nor a loop that Otter waits for for ever."""
    content = path.read_bytes()
    return len(content) > 1000 and not any(w in content for w in (b"_exit(", b"while True"))


def _seconds(results: Path, identity: str) -> float:
    found = json.loads((results / f"{identity}.json").read_text(encoding="utf-8"))
    return float(found["seconds"])


def _row(cost: Cost, count: int, seconds: Sequence[float]) -> dict[str, float]:
    return {
        "each": statistics.median(seconds),
        "wall": cost.wall,
        "cpu": cost.cpu / count,
        "per_core_hour": 3600 * count / cost.wall / CORES,
        "peak_mb": cost.peak_mb,
        "count": count,
    }


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.peak_mb for cost in costs),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure ours against the incumbents.")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between")
    parser.add_argument("--rounds", type=int, default=3, help="cold starts of each")
    parser.add_argument("--few", type=int, default=6, help="hand-ins for the baselines")
    parser.add_argument("--count", type=int, default=60, help="hand-ins for ours")
    parser.add_argument("--floor", type=int, default=100, help="hand-ins as trusted code")
    parser.add_argument("--sizes", default="10,100,1000", help="classes, for growth")
    parser.add_argument("--to", type=Path, default=None, help="instead of versus.md and README")
    found = parser.parse_args()
    found.only = found.only.split(",")
    found.sizes = [int(size) for size in found.sizes.split(",")]
    if unknown := set(found.only) - set(PARTS):
        parser.error(f"--only takes {', '.join(PARTS)}; found {', '.join(sorted(unknown))}")
    return found


def main() -> None:
    options = _options()
    kept = MEASURED if options.to is None else options.to.with_suffix(".json")
    kept.parent.mkdir(parents=True, exist_ok=True)
    is_whole = set(options.only) == set(PARTS)
    found: dict[str, Part] = {}
    if kept.exists() and not is_whole:
        found = json.loads(kept.read_text(encoding="utf-8"))
    folder = Path(tempfile.mkdtemp(prefix="versus-"))
    try:
        benchmark = Benchmark(folder, options)
        benchmark.warm_up()
        for name in options.only:
            part = getattr(benchmark, name)()
            found[name] = {**part, "when": f"{datetime.now():%Y-%m-%d}"}
            kept.write_text(json.dumps(found, indent=1), encoding="utf-8")
            tables.write(found, options.to)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tables.show(found, Console(width=120))


if __name__ == "__main__":
    main()
