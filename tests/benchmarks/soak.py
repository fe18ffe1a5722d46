"""Whether a long run stays as it began: ``python -m tests.benchmarks.soak --count 1000``.

``autograder grade`` on a generated crowd, hostile hand-ins among them. Its processes are looked
at from outside while it runs: throughput, memory, descriptors. Afterwards there is to be nothing
left: no process, no file in the temporary folder or shared memory, no half-written result. The
verdict is written as Markdown; the exit code is 1 if there is anything to mend.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from tests.benchmarks.crowd import crowd

COURSE = Path(__file__).parents[2]
REPORT = Path(__file__).with_name("soak.md")
HOSTILE_SHARE = 0.05
LOOKS = 200
"""Samples of a run, about; the first ones are taken more often than that."""
ROWS = 12
WARM = 0.25
"""The share of a run after which its processes have all that they need."""
GROWTH, GROWTH_MB = 0.05, 8.0
"""What may come on top of a warm process until the end: noise."""
ROW_KB = 4.0
"""What the main process keeps of a hand-in until the table of them all is written."""
KINDS = ("main", "graders", "zygote", "lasting workers")
"""The processes that live as long as the run. Of several, the largest is told: each must be flat."""
LEFT_SECONDS = 10.0
"""Within which everything has to be gone."""
SHARED = Path("/dev/shm")


@dataclass(frozen=True)
class Sample:
    """One look: memory in MB and open descriptors, by kind of process."""

    seconds: float
    done: int
    memory: Mapping[str, float]
    descriptors: Mapping[str, int]


class Family:
    """The processes of a run. ``started`` are all that were ever seen."""

    def __init__(self, main: int) -> None:
        self._main = main
        self._last: set[int] = set()
        self.started: set[tuple[int, str]] = set()

    def by_kind(self) -> Mapping[str, list[int]]:
        """Process ids. A worker that is there twice in a row is one of our own programs'."""
        found: dict[str, list[int]] = {kind: [] for kind in (*KINDS, "workers")}
        found["main"] = [self._main]
        for child in _children(self._main):
            words = _read(child, "cmdline")
            if "autograder.zygote" in words:
                found["zygote"].append(child)
                found["workers"] = _children(child)
            elif "spawn_main" in words:
                found["graders"].append(child)
        found["lasting workers"] = [each for each in found["workers"] if each in self._last]
        self._last = set(found["workers"])
        everybody = [each for kind in found.values() for each in kind]
        self.started |= {(each, _birth(each)) for each in everybody}
        return found

    def alive(self) -> list[int]:
        """Those that are still there, and no other process by the same number."""
        return [pid for pid, birth in self.started if birth and _birth(pid) == birth]


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(errors="replace")
    except OSError:
        return ""


def _children(pid: int) -> list[int]:
    return list(map(int, _read(pid, f"task/{pid}/children").split()))


def _birth(pid: int) -> str:
    """When a process was started, in ticks; empty if it has ended."""
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return fields[19] if fields and fields[0] != "Z" else ""


def _resident(pid: int) -> float:
    """MB that a process has in memory, those that it shares included."""
    pages = _read(pid, "statm").split()
    return int(pages[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20) if pages else 0.0


def _share(pid: int) -> float:
    """MB, with its share only of those that it shares; 0 if we may not know."""
    found = [line.split() for line in _read(pid, "smaps_rollup").splitlines()]
    return sum(int(words[1]) for words in found if words[0] == "Pss:") / 1024


def _descriptors(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - only counted
    except OSError:
        return 0


def sampled(run: subprocess.Popen[bytes], family: Family, results: Path) -> Iterator[Sample]:
    """Samples until the run ends: seldom enough to cost nothing, often enough for the table."""
    start, pause = monotonic(), 0.5
    while run.poll() is None:
        found = family.by_kind()
        memory = {kind: max(map(_resident, found[kind]), default=0.0) for kind in KINDS}
        memory["all"] = sum(map(_share, {pid for pids in found.values() for pid in pids}))
        open_files = {kind: max(map(_descriptors, found[kind]), default=0) for kind in KINDS[:3]}
        yield Sample(monotonic() - start, _count(results), memory, open_files)
        sleep(pause)
        pause = max(pause, (monotonic() - start) / LOOKS)


def _count(results: Path) -> int:
    try:
        return sum(1 for _ in results.glob("*.json"))
    except OSError:
        return 0


# --- the verdict ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slope:
    """What a kind of process had when it was warm, and at the end: medians of many looks."""

    kind: str
    warm: float
    end: float
    rows: float = 0.0
    """MB that the rows of the table are due between the two."""

    @property
    def is_flat(self) -> bool:
        return self.end <= self.warm * (1 + GROWTH) + GROWTH_MB + self.rows


def slopes(samples: Sequence[Sample], count: int) -> list[Slope]:
    """Of the memory of each kind."""
    warm = _warm(samples, count)
    end = [each for each in samples if each.done / count >= 1 - WARM]
    rows = {"main": count * (1 - 2 * WARM) * ROW_KB / 1024}
    return [
        Slope(kind, _median(warm, kind), _median(end, kind), rows.get(kind, 0.0)) for kind in KINDS
    ]


def _median(samples: Sequence[Sample], kind: str) -> float:
    found = [each.memory[kind] for each in samples]
    return statistics.median([value for value in found if value] or [0.0])


def shared_files() -> set[Path]:
    """Those in shared memory that nobody alive has mapped: other programs' come and go."""
    found = set(SHARED.iterdir()) if SHARED.is_dir() else set[Path]()
    if not found:
        return found
    maps = [_read(int(each.name), "maps") for each in Path("/proc").glob("[0-9]*")]
    return {path for path in found if not any(str(path) in text for text in maps)}


def strays(out: Path) -> list[Path]:
    """Files in OUT that are none of its results."""
    known = {"grades.csv", "gradebook.sqlite", "report.html", "run.json", ".lock"}
    top = [path for path in out.iterdir() if path.name not in known and path.is_file()]
    return [*top, *(path for path in (out / "results").iterdir() if path.suffix != ".json")]


def remaining(family: Family, temporary: Path, before: set[Path]) -> tuple[list[int], list[Path]]:
    """Processes and files that are left, after a moment in which they may go."""
    end = monotonic() + LEFT_SECONDS
    while True:
        files = sorted({*temporary.iterdir(), *(shared_files() - before)})
        processes = family.alive()
        if not (files or processes) or monotonic() > end:
            return processes, files
        sleep(0.2)


@dataclass(frozen=True)
class Outcome:
    """A run, from its first sample to what it left."""

    count: int
    jobs: int
    code: int
    seconds: float
    graded: int
    needs_staff: int
    samples: Sequence[Sample]
    processes: Sequence[int]
    files: Sequence[Path]

    @property
    def troubles(self) -> list[str]:
        """Why this is not clean, in words."""
        grown = [each for each in slopes(self.samples, self.count) if not each.is_flat]
        told = [f"{each.kind} grew from {each.warm:.0f} to {each.end:.0f} MB" for each in grown]
        last, warm = self.samples[-1], _warm(self.samples, self.count)
        for kind in KINDS[:3]:
            if _most(self.samples[-5:], kind) > _most(warm, kind) + 2:
                told.append(f"{kind} has {last.descriptors[kind]} descriptors in the end")
        if self.processes:
            told.append(f"{len(self.processes)} processes are left")
        told += [f"{path} is left" for path in self.files]
        if self.graded != self.count:
            told.append(f"{self.count - self.graded} of {self.count} have no result")
        if self.code not in (0, 1):
            told.append(f"the command ended with {self.code}")
        return told


def _warm(samples: Sequence[Sample], count: int) -> list[Sample]:
    return [each for each in samples if WARM <= each.done / count < 2 * WARM]


def _most(samples: Sequence[Sample], kind: str) -> int:
    return max((each.descriptors[kind] for each in samples), default=0)


LEGEND = """\
Memory in MB: what is resident (RSS) of the main process, the largest grader process, the zygote and
the largest worker that lasts (the solution's, the planted mistakes'); of all processes together
what is shared is counted once (PSS). Descriptors are those of the main process, the grader process
with the most, and the zygote. After the last hand-in the main process makes the table and the pages
of them all, alone."""
HEAD = (
    "| s | graded | per min | main | grader | zygote | lasting | all | descriptors |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
)


def page(outcome: Outcome) -> str:
    """The report, in Markdown."""
    rate = outcome.graded / outcome.seconds
    verdict = (
        f"**{'; '.join(outcome.troubles) or 'flat, zero, zero'}.** {outcome.seconds:.0f} s with "
        f"{outcome.jobs} jobs, {60 * rate:.0f} hand-ins a minute; {outcome.needs_staff} need staff."
    )
    left = f"Left over: {len(outcome.processes)} processes, {len(outcome.files)} files."
    lines = [
        f"# {outcome.count} hand-ins, {HOSTILE_SHARE:.0%} of them hostile",
        verdict,
        LEGEND,
        "\n".join([*HEAD, *rows(outcome.samples)]),
        f"{left} Made by `python -m tests.benchmarks.soak --count {outcome.count}`.",
    ]
    return "\n\n".join(lines) + "\n"


def rows(samples: Sequence[Sample]) -> Iterator[str]:
    """Some lines over time, each with the rate since the one before it."""
    last = Sample(0.0, 0, {}, {})
    step = samples[-1].seconds / ROWS
    for sample in samples:
        if sample.seconds < last.seconds + step and sample is not samples[-1]:
            continue
        rate = 60 * (sample.done - last.done) / max(sample.seconds - last.seconds, 1e-9)
        memory = " | ".join(f"{sample.memory[kind]:.0f}" for kind in (*KINDS, "all"))
        descriptors = ", ".join(str(sample.descriptors[kind]) for kind in KINDS[:3])
        yield f"| {sample.seconds:.0f} | {sample.done} | {rate:.0f} | {memory} | {descriptors} |"
        last = sample


# --- the run --------------------------------------------------------------------------------------


def soaked(course: Path, folder: Path, count: int, jobs: int, seed: int) -> Outcome:
    """Make the crowd and grade it, in ``folder``."""
    handins, out, temporary = folder / "class", folder / "out", folder / "tmp"
    crowd(handins, count, seed, HOSTILE_SHARE)
    temporary.mkdir()
    temporary.chmod(0o711)  # workers are other users where we are root
    folder.chmod(0o711)
    before = shared_files()
    command = [sys.executable, "-m", "autograder", "grade", str(handins), "-o", str(out)]
    command += ["-a", "custom_losses", "-j", str(jobs), "--seed", str(seed)]
    command += ["--course", str(course)]
    start = monotonic()
    with (folder / "said.txt").open("wb") as said:
        environment = {**os.environ, "TMPDIR": str(temporary)}
        run = subprocess.Popen(command, cwd=COURSE, env=environment, stdout=said, stderr=said)
        family = Family(run.pid)
        samples = list(sampled(run, family, out / "results"))
    seconds = monotonic() - start
    processes, left = remaining(family, temporary, before)
    table = (out / "grades.csv").read_text("utf-8").splitlines()[1:]
    staff = sum(",error," in line for line in table)
    files_left = [*left, *strays(out)]
    return Outcome(
        count, jobs, run.returncode, seconds, len(table), staff, samples, processes, files_left
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="hand-ins")
    parser.add_argument("--jobs", "-j", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--report", type=Path, default=REPORT, help="where to write it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        outcome = soaked(COURSE, Path(folder), options.count, options.jobs, options.seed)
    options.report.write_text(page(outcome), encoding="utf-8")
    print(page(outcome), end="")
    raise SystemExit(bool(outcome.troubles))


if __name__ == "__main__":
    main()
