"""What submissions and planted mistakes do when they are asked once more, with fixed inputs.

Those of a grading run are drawn afresh; with inputs that stay, what a mistake does has to be found
out only once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property

from autograder.assignment import Assignment
from autograder.errors import AssignmentError, SandboxError
from autograder.fingerprint import Fingerprint, Witness, taken
from autograder.handle import Handle
from autograder.memory import Memory
from autograder.mistake import laid_over
from autograder.probes import Probes
from autograder.sandbox import Worker
from autograder.session import run_graders
from autograder.submission import Submission

SEED = 2026
"""Of the inputs. No secret: whoever mimics a mistake earns its hint."""
SECONDS = 20.0
"""For all failed parts of a submission together."""
RENEWED = 100
"""Programs after which the worker of our own programs is a new one: its processor time is limited."""
ATTEMPTS = 3
"""At most so many, where somebody kills the workers: what they did not answer tells nothing."""

Lease = Callable[[], Worker]


class Evidence:
    """Takes fingerprints. ``lease`` gives a worker for a submission, ``lease_free`` one for our
    own programs."""

    def __init__(
        self,
        assignment: Assignment,
        solution: Submission,
        stub: Submission,
        reference: Handle,
        lease: Lease,
        lease_free: Lease,
    ) -> None:
        self._assignment = assignment
        self._solution = solution
        self._stub = stub
        self._reference = reference
        self._lease = lease
        self._lease_free = lease_free
        self._budget = replace(assignment.budget, loading=10.0, total=SECONDS)
        self._probes = Probes.read(assignment.probes)
        self._bench: Worker | None = None
        self._used = 0
        self._planted: dict[str, Fingerprint] = {}

    def of(self, graded: Handle, parts: frozenset[str]) -> Mapping[str, Fingerprint]:
        """What these parts of a submission do when its cells have run again.

        They do so in the worker that has graded it, which costs half of what a fresh one does;
        what the cells leave behind there may cost a hint, no point.
        """

        def lease() -> Worker:
            return self._emptied(graded.give_away()) or self._lease()

        for _ in range(ATTEMPTS):
            witness = Witness(graded.submission, self._stub, lease, self._budget, self._probes)
            try:
                found = self._taken(witness, parts)
            finally:
                witness.close()
            if not witness.was_killed:
                break
        return found

    def of_planted(self, part: str, text: str) -> Fingerprint:
        """What ``part`` does with ``text`` laid over the solution; remembered from run to run."""
        name = hashlib.sha256(f"{part}\0{text}".encode()).hexdigest()[:32]
        found = self._planted.get(name) or self._memory.recall(name)
        if found is None:
            found = self._try_out(part, text)
            self._memory.keep(name, found)
        self._planted[name] = found
        return found

    def close(self) -> None:
        """End the worker of our own programs."""
        if self._bench is not None:
            self._bench.close()
            self._bench = None

    @cached_property
    def _memory(self) -> Memory:
        return Memory(self._assignment)

    def _try_out(self, part: str, text: str) -> Fingerprint:
        program = laid_over(self._solution, "planted", text)
        for _ in range(ATTEMPTS):
            lease = self._lease_bench
            witness = Witness(program, self._stub, lease, self._budget, self._probes)
            found = self._taken(witness, frozenset([part]))[part]
            if witness.is_steady:
                return found
            self.close()  # it took the worker with it, or those before have worn it out
        if witness.was_killed:  # not to be remembered as what the mistake does
            raise SandboxError(f"the worker of {program.id} was killed, again and again")
        return found

    def _lease_bench(self) -> Worker:
        """One worker for all planted mistakes: they are ours, and a fresh one costs more than
        what it is asked."""
        self._used += 1
        if self._used % RENEWED == 0:
            self.close()
        self._bench = self._emptied(self._bench) or self._lease_free()
        return self._bench

    def _emptied(self, worker: Worker | None) -> Worker | None:
        """The worker without what was run in it; None, and closed, if it can't be had so."""
        if worker is not None:
            try:
                worker.ask({"op": "reset"}, [], self._budget.request)
            except SandboxError:
                worker.close()
                return None
        return worker

    def _taken(self, witness: Witness, parts: frozenset[str]) -> Mapping[str, Fingerprint]:
        results = run_graders(self._assignment, witness, self._reference, SEED, parts)
        broken = [check.message for check in results.values() if check.outcome == "error"]
        if broken:  # it would be remembered as what the program does
            raise witness.trouble or self._reference.trouble or AssignmentError(broken[0])
        checks = {part.name: part.checks for part in self._assignment.parts}
        return {
            part: taken(
                [results[part, check] for check in checks[part]], witness.answers.get(part, [])
            )
            for part in parts
        }
