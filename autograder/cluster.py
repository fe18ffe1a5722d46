"""Many submissions on many machines: a dask.distributed scheduler that somebody has started.

Each worker gets a ``Station`` as a plugin, hand-ins travel as parcels, grades come back as their
JSON. What was lost with a worker, Dask gives to another; what is recorded is recorded here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import secrets
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Self

from distributed import (
    Client,
    Future,
    KilledWorker,
    Reschedule,
    Worker,
    WorkerPlugin,
    get_worker,
    wait,
)

from autograder import grading, station
from autograder.assignment import Assignment
from autograder.errors import AutograderError, ClusterError, SandboxError
from autograder.handins import HandIn
from autograder.isolation import Level
from autograder.parcel import Parcel
from autograder.result import Grade, Unreadable
from autograder.station import Order, Station

CONNECT_SECONDS = 5
LOOK_SECONDS = 2.0
"""How often the scheduler and the number of workers are looked at while nothing is ready."""
AHEAD = 2
"""Hand-ins that are under way for each thread of a worker: one to grade, one to come next. The
others are still on the disk."""


class Cluster:
    """Grades hand-ins of one assignment, as ``Classroom`` does. Use as a context."""

    def __init__(
        self,
        address: str,
        assignment: Assignment,
        seed: int,
        isolation: Level,
        warn: Callable[[str], None],
    ) -> None:
        """``address`` is the scheduler's; ``isolation`` is what every worker is held to; ``warn``
        gets a line for staff for each thing that they should know. Raises AssignmentError."""
        self._address = address
        self._assignment = assignment
        self._warn = warn
        self._warned = set[str]()
        run = secrets.token_hex(8)
        self._name = f"autograder-{run}"
        self._order = station.order(run, assignment, seed, isolation)
        self._known, self._looked = 0, float("-inf")
        self.walls = None
        """As of a ``Classroom``: there is no one machine to tell of."""
        self._undo = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Raises ClusterError if the scheduler can't be reached."""
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # our errors say it
        try:
            self._client = Client(self._address, timeout=CONNECT_SECONDS)
        except (OSError, ValueError, TypeError) as error:  # what its many ways to fail have raised
            raise ClusterError(
                f"no Dask scheduler answers at {self._address} ({_line(error)}); start one "
                "(dask scheduler), or see what address it printed"
            ) from None
        self._undo.callback(self._client.close, timeout=CONNECT_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def grade(self, hand_ins: Sequence[HandIn]) -> Iterator[Grade]:
        """The grades, in the order in which they are ready; waits for workers if there are none.

        Raises ClusterError, with its address, for a worker that would grade otherwise than this
        machine, and when the scheduler is gone.
        """
        waiting = deque(hand_ins)
        running = dict[Future[Any], HandIn]()
        try:
            self._open_stations()
            while waiting or running:
                while waiting and len(running) < self._room():
                    hand_in = waiting.popleft()
                    running[self._submit(hand_in)] = hand_in
                for future in self._done(running):
                    yield self._grade_of(running.pop(future), future)
        except (CancelledError, OSError) as error:
            raise self._gone() from error
        finally:
            self._cancel(running)

    def _gone(self) -> ClusterError:
        return ClusterError(
            f"the scheduler at {self._address} is gone; what is graded is kept: start it and run "
            "the command again"
        )

    def _open_stations(self) -> None:
        while not self._threads():
            self._warn_once(f"{self._address} has no workers yet; waiting for some to come")
            sleep(LOOK_SECONDS / 4)
        self._undo.callback(self._close_stations)
        try:
            self._client.register_plugin(_Plugin(self._order), name=self._name)
            states = self._client.run(_state, self._name)
        except Exception as error:  # noqa: BLE001 - of a worker that lacks this package, or died
            self._threads()
            raise ClusterError(
                f"the workers of {self._address} could not be made ready ({_line(error)}); is "
                "this package installed on every one?"
            ) from None
        for state in states.values():
            self._heed(state)
        self._try_scheduler()

    def _try_scheduler(self) -> None:
        """It looks into tasks, before it gives them to workers."""
        key = f"{self._name}-{secrets.token_hex(8)}"
        failure = self._client.submit(_nothing, key=key, pure=False).exception()
        if failure is not None:
            raise ClusterError(
                f"the scheduler at {self._address} can't give tasks to its workers "
                f"({_line(failure)}); is this package installed there, too?"
            )

    def _heed(self, state: Mapping[str, Any]) -> None:
        """What a worker says of itself."""
        if state["trouble"] is not None:
            raise ClusterError(f"worker {state['worker']}: {state['trouble']}")
        if state["exposure"] is not None:
            self._warn_once(f"worker {state['worker']}: {state['exposure']}")

    def _warn_once(self, line: str) -> None:
        if line not in self._warned:
            self._warned.add(line)
            self._warn(line)

    def _threads(self) -> int:
        """Those of all workers, as of a moment ago. Raises ClusterError if nobody can tell."""
        if self._client.status != "running":
            raise self._gone()
        if monotonic() > self._looked + LOOK_SECONDS / 4:
            self._known = sum(self._client.nthreads().values())
            self._looked = monotonic()
        return self._known

    def _room(self) -> int:
        """How many hand-ins may be under way."""
        return AHEAD * max(self._threads(), 1)

    def _submit(self, hand_in: HandIn) -> Future[Any]:
        parcel = Parcel.pack(hand_in.id, hand_in.path, self._assignment.slug)
        key = f"{self._name}-{secrets.token_hex(8)}"  # a name of a student's could be a secret
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # pictures in a notebook are large, yes
            return self._client.submit(_grade, self._name, parcel.as_data(), key=key, pure=False)

    def _done(self, running: Mapping[Future[Any], HandIn]) -> list[Future[Any]]:
        """Some that are ready."""
        while True:
            try:
                done, _ = wait(list(running), LOOK_SECONDS, return_when="FIRST_COMPLETED")
                return list(done)
            except TimeoutError:
                if not self._threads():
                    self._warn_once(f"{self._address} has no workers left; waiting for others")

    def _grade_of(self, hand_in: HandIn, future: Future[Any]) -> Grade:
        failure = future.exception()
        if isinstance(failure, KilledWorker):
            reason = "every worker that was to grade it died; look at the file by hand"
            return grading.ungraded(self._assignment, hand_in.id, reason)
        if failure is not None:
            reason = f"the cluster failed on it: {_line(failure)}"
            return grading.ungraded(self._assignment, hand_in.id, reason)
        answer = future.result()
        self._heed(answer)
        kind = Unreadable if answer["unreadable"] else Grade
        found = kind.from_json(answer["grade"])
        if (found.submission, found.assignment) != (hand_in.id, self._assignment.slug):
            raise ClusterError(f"worker {answer['worker']} answered for another hand-in")
        return found

    def _cancel(self, futures: Mapping[Future[Any], HandIn]) -> None:
        with contextlib.suppress(Exception):  # the scheduler may be what has gone
            self._client.cancel(list(futures))

    def _close_stations(self) -> None:
        with contextlib.suppress(Exception):
            self._client.unregister_worker_plugin(self._name)


def _line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text:.160}" if text else type(error).__name__


# --- on the workers -----------------------------------------------------------------------------


class _Plugin(WorkerPlugin):
    """The station of one worker. ``trouble`` is why it can't grade, None if it can."""

    trouble: str | None = None
    station: Station

    def __init__(self, order: Order) -> None:
        self._order = order

    async def setup(self, worker: Worker) -> None:
        # a nanny's child may have no children else, lest they outlive it; ours die with it
        multiprocessing.current_process().daemon = False
        self._worker = worker.address
        self.station = Station(self._order, Path(worker.local_directory), worker.state.nthreads)
        try:
            await asyncio.to_thread(self.station.open)
        except (AutograderError, OSError) as error:
            self.trouble = str(error)

    async def teardown(self, worker: Worker) -> None:
        await asyncio.to_thread(self.station.close)

    def state(self) -> dict[str, Any]:
        """What the machine that asks has to know."""
        exposure = self.station.exposure
        return {"worker": self._worker, "trouble": self.trouble, "exposure": exposure}


def _plugin(name: str, worker: Worker) -> _Plugin:
    found = worker.plugins[name]
    assert isinstance(found, _Plugin)
    return found


def _state(name: str, dask_worker: Worker) -> dict[str, Any]:
    """Run on every worker, which Dask hands over by that name."""
    return _plugin(name, dask_worker).state()


def _nothing() -> None:
    """A task that any worker can do."""


def _grade(name: str, parcel: Mapping[str, Any]) -> dict[str, Any]:
    """A task: plain data in, plain data out."""
    plugin = _plugin(name, get_worker())
    state = plugin.state()
    if plugin.trouble is not None:
        return state
    try:
        found = plugin.station.grade(Parcel.from_data(parcel))
    except SandboxError:
        if plugin.station.is_closed:  # a worker that is sent away has done nobody wrong
            raise Reschedule from None
        raise
    return {**state, "grade": found.as_json(), "unreadable": isinstance(found, Unreadable)}
