"""The least that grading can cost: the same checks on trusted code, in one warm process.

``python -m tests.benchmarks.floor RESULTS HAND_IN...``: no fork, no walls, no messages; the
hidden graders ask the code that answers in a worker otherwise, and planted mistakes are looked
for as always. Seconds (wall, processor) of each hand-in go to the file RESULTS, as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from math import inf
from pathlib import Path
from time import monotonic, perf_counter, process_time
from typing import Any

from autograder import assignment, submission, wire, worker
from autograder.errors import SubmissionError
from autograder.grading import Grader
from autograder.sandbox import Ending, Limits, Worker
from tests.benchmarks.crowd import COURSE, SLUG


class Unwalled(Worker):
    """A worker that is this process."""

    output = ""
    may_kill_itself = True

    def __init__(self) -> None:
        self.limits = Limits()
        self.layers = {}
        self._student = worker.Student()

    def ask(
        self, data: dict[str, Any], arrays: Sequence[wire.Array] = (), seconds: float = 10.0
    ) -> wire.Message:
        """The answer, from here."""
        try:
            with worker._alarm(seconds):
                answer, found = self._student.answer({**data, "seconds": seconds}, tuple(arrays))
        except BaseException as error:  # noqa: BLE001 - as in a worker, it is the answer
            return wire.Message(0, {"error": worker._error(error)})
        return wire.Message(0, answer, tuple(found))

    def ask_each(
        self,
        questions: Sequence[tuple[dict[str, Any], Sequence[wire.Array]]],
        seconds: float,
        end: float = inf,
    ) -> list[wire.Message]:
        """As ``ask`` one after the other, up to the first error."""
        answers: list[wire.Message] = []
        for data, arrays in questions:
            answers.append(self.ask(data, arrays, min(seconds, max(0.01, end - monotonic()))))
            if "error" in answers[-1].data:
                break
        return answers

    def close(self) -> Ending | None:
        """Forget what was run."""
        self._student = worker.Student()
        return None


class TrustingGrader(Grader):
    """Grades without a worker."""

    def _lease(self) -> Worker:
        return Unwalled()

    def _lease_free(self) -> Worker:
        return Unwalled()


def measure(paths: Sequence[Path]) -> list[tuple[float, float]]:
    """Wall clock and processor seconds of each hand-in."""
    found = assignment.load(COURSE, SLUG)
    grader = TrustingGrader(found, "", 7)
    costs = []
    for number, path in enumerate(paths):
        if number < 2:  # as in the zygote; looking through TensorFlow for garbage takes longer
            gc.collect()  # than a hand-in, and the first hand-in leaves what is kept as well
            gc.freeze()
        wall, cpu = perf_counter(), process_time()
        with suppress(SubmissionError):
            grader.grade(submission.read(path, path.stem, SLUG, found.given))
        costs.append((perf_counter() - wall, process_time() - cpu))
    return costs


def main() -> None:
    results, *hand_ins = map(Path, sys.argv[1:])
    os.dup2(2, 1)  # what hand-ins print
    worker._make_trainings_patient()
    signal.signal(signal.SIGALRM, worker._ring)
    results.write_text(json.dumps(measure(hand_ins)), encoding="utf-8")


if __name__ == "__main__":
    main()
