"""The graders' side of the zygote: start it, lease workers from it, talk to one, end it.

A ``Sandbox`` is one zygote; it is started once per machine and any number of grader processes
lease workers by its ``address``. A ``Worker`` is one process for one submission. What a worker
may do: read the Python installation, write a few megabytes of scratch, use ``Limits``, and
answer. What ``Worker.ask`` may raise: WorkerDied (and its kinds), WorkerTimeout, Malformed,
SandboxError for the end of the zygote; after any of them the worker is gone.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import math
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Self, TypeVar

from autograder import wire
from autograder.errors import (
    Killed,
    Malformed,
    NoWorker,
    OutOfMemory,
    OutOfProcessorTime,
    SandboxError,
    UsageError,
    WorkerDied,
    WorkerTimeout,
)
from autograder.isolation import Isolation
from autograder.jail import ACTIVE
from autograder.runfolder import RunFolder, sweep

START_SECONDS = 180
"""Most that importing TensorFlow may take, on a cold disk and without bytecode."""
KEPT_OUTPUT = 64 << 10
"""Bytes of a submission's output that are kept."""
DRAINED = 256 << 10
"""Bytes of output that are taken at a time: more than a socket holds."""
CRUMB = 4 << 10
"""Bytes; less of a message than this at a time is no way to send one."""
SENT_AHEAD = 64 << 10
"""Bytes of requests that are sent before the first is answered: less than a socket holds."""
REST = 0.005
"""Seconds between two looks at a worker that sends crumbs or floods of output, so that it keeps
no core busy but its own."""

PAUSES = (0.2, 1.0, 3.0, 8.0, 16.0)
"""Seconds between two attempts to lease a worker."""
LONGEST_ADDRESS = 107 if sys.platform == "linux" else 103
"""Bytes of a socket's path that the system takes."""
ALL_CORES = 1 << 20
"""For ``Limits.cores``: as many as there are."""

Question = tuple[dict[str, Any], Sequence[wire.Array]]
"""The data and the arrays of a request."""

W = TypeVar("W", bound="Worker")


@dataclass(frozen=True)
class Limits:
    """What one worker may use: memory beyond the zygote's (MB), processor time (s), cores."""

    memory_mb: int = 2048
    cpu_seconds: int = 120
    cores: int = 1


@dataclass(frozen=True)
class Ending:
    """How a worker ended: exit code (negative: signal), CPU seconds, peak memory (MB)."""

    exit: int
    cpu_seconds: float
    peak_mb: int


class Sandbox:
    """A running zygote. ``with Sandbox() as sandbox``; ``wait`` before the first lease."""

    def __init__(self) -> None:
        self._report: dict[str, Any] | None = None
        sweep()
        self._home = RunFolder()
        self._folder = self._home.path
        stage = self._folder / "stage"
        stage.mkdir()
        self._folder.chmod(0o711)  # a worker that lacks a view walks through it to its scratch
        self.address = self._usable_address()
        ready, self._ready_end = os.pipe()
        self._ready = open(ready, "rb")  # noqa: SIM115, PTH123 - closed in `close`
        self._log = (self._folder / "zygote.log").open("wb+")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            Path(self.address).chmod(0o600)
            listener.listen(128)
            self._process = self._start(listener.fileno(), str(stage))
        os.close(self._ready_end)

    def _usable_address(self) -> str:
        address = str(self._folder / "zygote.sock")
        spare = LONGEST_ADDRESS - len(os.fsencode(address))
        if spare < 0:
            self._home.remove()
            raise UsageError(
                f"the temporary folder {self._folder.parent} is too long a path for a socket; "
                f"set TMPDIR to one that is shorter by {-spare} bytes"
            )
        return address

    def _start(self, listener: int, stage: str) -> subprocess.Popen[bytes]:
        arguments = [str(listener), stage, str(self._ready_end)]
        return subprocess.Popen(
            [sys.executable, "-I", *_bytecode_options(), "-m", "autograder.zygote", *arguments],
            pass_fds=(listener, self._ready_end),
            env=worker_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            start_new_session=True,
        )

    def wait(self) -> dict[str, Any]:
        """Block until workers can be had; returns what the zygote says of itself, its ``pid``
        and whether its ``view`` of the machine is active.

        Raises SandboxError with the last line it wrote when it could not start.
        """
        if self._report is not None:
            return self._report
        readable, _, _ = select.select([self._ready], [], [], START_SECONDS)
        line = self._ready.readline() if readable else b""
        if not line:
            self._log.seek(0)
            said = self._log.read().decode(errors="replace").strip().splitlines()
            reason = said[-1] if said else f"it said nothing for {START_SECONDS} s"
            raise SandboxError(f"TensorFlow could not be loaded for grading: {reason}")
        report: dict[str, Any] = json.loads(line)
        self._report = report
        return report

    def isolation(self) -> Isolation:
        """What keeps student code in on this machine; a probe worker tells."""
        probe = Worker(self.address, Limits())
        probe.close()
        return Isolation({"view": self.wait()["view"], **probe.layers})

    @property
    def is_lost(self) -> bool:
        """Whether the zygote was there, and is no more."""
        return self._report is not None and not answers(self.address)

    def close(self) -> None:
        """Kill the zygote; its workers die with it."""
        self._process.kill()
        self._process.wait()
        self._ready.close()
        self._log.close()
        self._home.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def worker_environment() -> dict[str, str]:
    """What a worker's environment is: nothing of the caller's."""
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "KERAS_BACKEND": "tensorflow",
        "KERAS_HOME": "/dev/null",  # else anybody's /tmp/.keras/keras.json could set float16
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",  # with it, running out of memory stalls for 10 s first
        "TF_NUM_INTEROP_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "PYTHONHASHSEED": "0",
        **dict.fromkeys(threads, "1"),
    }


def _bytecode_options() -> list[str]:
    """TensorFlow without .pyc files takes four times as long to import: keep them somewhere."""
    found = importlib.util.find_spec("tensorflow")
    if found is None or found.origin is None:
        raise SandboxError("TensorFlow is not installed; pip install tensorflow-cpu")
    if Path(importlib.util.cache_from_source(found.origin)).exists():
        return []
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "autograder", "pyc")
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return []
    return ["-X", f"pycache_prefix={cache}"]


def answers(address: str) -> bool:
    """Whether there is a zygote."""
    with socket.socket(socket.AF_UNIX) as other, contextlib.suppress(OSError):
        other.connect(address)
        return True
    return False


def lease(address: str, limits: Limits) -> Worker:
    """A worker from the zygote at ``address``, as ``patiently`` had. Raises SandboxError."""
    return patiently(lambda: Worker(address, limits))


def patiently(make: Callable[[], W]) -> W:
    """A new worker; waits a while if the machine has no process left for one, as when another
    hand-in makes threads in plenty. Raises SandboxError."""
    for pause in PAUSES:
        try:
            return make()
        except NoWorker:
            sleep(pause)
    return make()


class Worker:
    """One leased worker. Not for use by two threads."""

    def __init__(self, address: str, limits: Limits) -> None:
        """Lease a worker from the zygote at ``address``.

        Raises SandboxError if the zygote is gone, NoWorker if the worker did not come up.
        """
        self._channel, channel = socket.socketpair()
        self._output, output = socket.socketpair()
        self._lease = socket.socket(socket.AF_UNIX)
        self._received = bytearray()
        self._kept = bytearray()
        self._said_last = b""
        self._address = address
        self.limits = limits
        try:
            self._lease.connect(address)
            socket.send_fds(
                self._lease,
                [json.dumps(asdict(limits)).encode()],
                [channel.fileno(), output.fileno()],
            )
        except OSError as error:
            self.close()
            raise SandboxError(f"the zygote is gone ({error}); run the command again") from None
        finally:
            channel.close()
            output.close()
        self.layers: dict[str, str] = self._hello()

    def _hello(self) -> dict[str, str]:
        try:
            message = wire.read(partial(self._receive, deadline=monotonic() + 30))
        except SandboxError as error:
            self.close()
            said = self.output.strip().splitlines()  # no student's code has run yet
            reason = said[-1] if said else error
            raise NoWorker(f"a worker could not be locked in: {reason}") from None
        layers: dict[str, str] = message.data["layers"]
        return layers

    @property
    def may_kill_itself(self) -> bool:
        """Process 1 of a process table of its own can't: who kills it is outside."""
        return self.layers.get("processes") != ACTIVE

    @property
    def output(self) -> str:
        """What the submission has printed so far, cut at ``KEPT_OUTPUT`` bytes."""
        self._drain()
        return self._kept.decode(errors="replace")

    def ask(
        self, data: dict[str, Any], arrays: Sequence[wire.Array] = (), seconds: float = 10.0
    ) -> wire.Message:
        """The answer to one request.

        The worker is given ``seconds`` to answer by itself (it then says that it ran out) and
        two more before it is killed. Raises WorkerTimeout, WorkerDied, Malformed; a plain
        SandboxError if the zygote is gone, and its workers with it.
        """
        (answer,) = self.ask_each([(data, arrays)], seconds)
        return answer

    def ask_each(
        self, questions: Sequence[Question], seconds: float, end: float = math.inf
    ) -> list[wire.Message]:
        """The answers to several requests, as to one each, up to the first that is an error.

        Small ones are sent at once: neither side waits for the other in between. ``end`` (of the
        monotonic clock) is for all of them together.
        """
        requests = [
            # not to be foreseen: an answer can't be sent before its question
            wire.Message(
                secrets.randbits(62),
                {**data, "seconds": seconds, "follows": index > 0},
                tuple(arrays),
            )
            for index, (data, arrays) in enumerate(questions)
        ]
        frames = [wire.pack(request) for request in requests]
        at_once = len(frames) if sum(map(len, frames)) <= SENT_AHEAD else 1
        answers: list[wire.Message] = []
        for first in range(0, len(frames), at_once):
            chosen = slice(first, first + at_once)
            answers += self._exchange(b"".join(frames[chosen]), requests[chosen], seconds, end)
            if any("error" in answer.data for answer in answers):
                break
        failed = [k for k, answer in enumerate(answers) if "error" in answer.data]
        return answers[: failed[0] + 1] if failed else answers

    def _exchange(
        self, frames: bytes, requests: Sequence[wire.Message], seconds: float, end: float
    ) -> Iterator[wire.Message]:
        if self._lease.fileno() < 0:
            raise WorkerDied("it was ended")
        try:
            self._send(frames, min(monotonic() + seconds, end) + 2)
            for request in requests:
                deadline = min(monotonic() + seconds, end) + 2
                answer = wire.read(partial(self._receive, deadline=deadline))
                if answer.id != request.id:
                    raise Malformed("an answer to a question that was not asked")
                yield answer
        except WorkerDied:
            raise self._cause_of_death() from None
        except SandboxError:
            self.close()
            raise

    def _send(self, frame: bytes, deadline: float) -> None:
        view = memoryview(frame)
        while view:
            self._wait(deadline, [], [self._channel])
            try:
                view = view[self._channel.send(view[: 1 << 16], socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                sleep(REST)
            except OSError:
                raise WorkerDied("the process ended") from None

    def _receive(self, count: int, deadline: float) -> bytes:
        while len(self._received) < count:
            self._wait(deadline, [self._channel], [])
            chunk = self._chunk()
            self._received += chunk
            if len(chunk) < CRUMB and len(self._received) < count:
                sleep(REST)
        taken = bytes(self._received[:count])
        del self._received[:count]
        return taken

    def _wait(
        self, deadline: float, to_read: list[socket.socket], to_write: list[socket.socket]
    ) -> None:
        """Until the channel is ready, taking what is printed meanwhile. Raises WorkerTimeout."""
        while (left := deadline - monotonic()) > 0:
            readable, writable, _ = select.select([*to_read, self._output], to_write, [], left)
            if self._output in readable:
                self._drain()
            if self._channel in (*readable, *writable):
                return
            if readable:
                sleep(REST)
        raise WorkerTimeout("no answer in time")

    def _chunk(self) -> bytes:
        """What has arrived: nothing, where the channel only seems readable (urgent data)."""
        try:
            chunk = self._channel.recv(1 << 18, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return b""
        except OSError:
            chunk = b""
        if not chunk:
            raise WorkerDied("the process ended")
        return chunk

    def _drain(self) -> None:
        """Take what the submission printed, so that it never blocks; keep what fits.

        Only so much at a time: a thread that prints without end must not keep the grader here.
        """
        taken = 0
        with contextlib.suppress(OSError):
            while taken < DRAINED:
                chunk = self._output.recv(1 << 16, socket.MSG_DONTWAIT)
                if not chunk:
                    return
                taken += len(chunk)
                self._kept += chunk[: KEPT_OUTPUT - len(self._kept)]
                self._said_last = (self._said_last + chunk)[-2048:]

    def _cause_of_death(self) -> SandboxError:
        # it must end by itself: `close` kills it, and its end would tell of that
        ended, _, _ = select.select([self._lease], [], [], 1.0)
        ending = self.close()
        if ending is None and not answers(self._address):
            return SandboxError("the zygote is gone; run the command again")
        # without memory Python may take minutes to end
        if ending is None or not (ended or _is_full(ending, self.limits)):
            return WorkerDied("it closed its channel")
        return _cause(ending, self.limits, self._said_last)

    def close(self) -> Ending | None:
        """End the worker, and all it may have started; None if the zygote is gone too."""
        if self._lease.fileno() < 0:
            return None
        self._drain()
        self._channel.close()
        self._output.close()
        try:
            self._lease.shutdown(socket.SHUT_WR)
            self._lease.settimeout(10)
            report = self._lease.recv(4096)
            return Ending(**json.loads(report)) if report else None
        except OSError:
            return None
        finally:
            self._lease.close()


_MEMORY_WORDS = (b"bad_alloc", b"mmap error: 12", b"Cannot allocate memory", b"out of memory")
"""What C++ and TensorFlow print when they end a process for lack of memory."""


def _cause(ending: Ending, limits: Limits, said_last: bytes) -> WorkerDied:
    """Why a worker ended. The words that it printed may be forged, and are good for a sentence
    only."""
    killed = ending.exit == -signal.SIGKILL
    # the kernel's two accounts of processor time differ by a tenth
    if killed and ending.cpu_seconds > 0.8 * limits.cpu_seconds:
        return OutOfProcessorTime(f"{limits.cpu_seconds} s")
    full = _is_full(ending, limits) or any(words in said_last for words in _MEMORY_WORDS)
    if ending.exit != 0 and full:
        return OutOfMemory(f"{limits.memory_mb} MB")
    if killed:
        return Killed(f"signal {signal.SIGKILL}")
    if ending.exit < 0:
        return WorkerDied(f"signal {-ending.exit}")
    return WorkerDied(f"exit code {ending.exit}")


def _is_full(ending: Ending, limits: Limits) -> bool:
    # the peak counts what it touched of the zygote's memory, the limit does not
    return ending.peak_mb > 0.9 * limits.memory_mb
