"""The process that imports TensorFlow once and forks a worker for every submission.

``python -m autograder.zygote LISTENER STAGE READY``: a listening Unix socket's descriptor, an
empty folder to build the workers' view of the machine on, and a pipe that gets one JSON line
when workers can be had. It holds no secret (it never sees a grader, a solution or a submission)
and runs no TensorFlow operation: one before a fork would leave every child waiting for threads
that fork did not copy.

One connection is one worker. The grader sends a JSON policy with two sockets attached, the
worker's channel and its output; the zygote forks, and answers when the worker has ended, with
how it ended and what it used. When the grader closes the connection, or dies, its worker is
killed, with all that it may have started.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.abc
import json
import os
import random
import resource
import selectors
import signal
import socket
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from autograder import jail, linux
from autograder.files import remove_tree
from autograder.jail import ACTIVE, Birth

FIRST_UID, UIDS = 60578, 400
"""Workers of a root zygote become one user each of this range, which no distribution assigns."""
WATCH_SECONDS = 0.2
"""How often the workers' memory is looked at."""


class _Absent(importlib.abc.MetaPathFinder):
    """Hides packages that Keras imports only if they are there; a submission may still use them."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> None:
        if name.partition(".")[0] in self._names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def warm_up() -> None:
    """Import what every worker needs, up to and not including the first operation."""
    gc.disable()
    finder = _Absent("sklearn", "pandas")
    sys.meta_path.insert(0, finder)
    for name in ("tensorflow", "tensorflow.keras.backend", "tensorflow.keras.losses"):
        import_module(name)
    import_module("autograder.worker")
    sys.meta_path.remove(finder)
    _import_lazy_parts()
    gc.enable()
    gc.collect()
    gc.freeze()  # a collection in a child would copy every shared page


def _import_lazy_parts() -> None:
    from tensorflow.python.framework import kernels

    kernels.get_registered_kernels_for_op("AddV2")  # reads the kernel libraries, runs nothing
    import_module("encodings.cp437")
    import_module("encodings.idna")
    for name in ("concatenate_op", "flat_map_op", "from_tensors_op", "range_op", "zip_op"):
        import_module(f"tensorflow.python.data.ops.{name}")


def threads() -> int:
    """Threads of this process. More than one, and no child could be trusted to run."""
    return len(list(Path("/proc/self/task").iterdir())) if linux.is_linux() else 1


@dataclass(frozen=True)
class _Lease:
    connection: socket.socket
    scratch: str
    cores: frozenset[int]
    memory_mb: int


class Zygote:
    """The loop: connections in, workers out, reports back."""

    def __init__(self, listener: socket.socket, view: bool, birth: Birth, spare: str) -> None:
        self._listener = listener
        self._view = view
        self._birth = birth
        self._spare = spare
        # what a worker in a PID namespace knows its parent by
        self._self = os.pidfd_open(os.getpid()) if birth.namespaces else -1
        self._readable = tuple(jail.system_folders())
        self._may_drop = os.geteuid() == 0 and jail.unreachable(self._readable) is None
        self._cores = _cores()
        self._resident = _resident(os.getpid())
        self._selector = selectors.DefaultSelector()
        self._workers: dict[int, _Lease] = {}
        self._cleaners: set[int] = set()
        self._count = 0
        self._first = random.randrange(UIDS)  # another grader on this machine has other users
        self._wake, wake = socket.socketpair()
        wake.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        self._wake_end = wake  # kept from being closed

    def serve(self) -> None:
        for source in (self._listener, self._wake):
            self._selector.register(source, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select(WATCH_SECONDS if self._workers else None):
                # an event before this one may have closed it
                if self._selector.get_map().get(key.fd) == key:
                    self._handle(key.fileobj)
            for pid, lease in self._workers.items():
                if _resident(pid) > self._resident + (lease.memory_mb << 20):
                    _kill_group(pid)

    def _handle(self, source: Any) -> None:
        if source is self._listener:
            connection, _ = self._listener.accept()
            self._selector.register(connection, selectors.EVENT_READ)
        elif source is self._wake:
            self._wake.recv(4096)
            self._reap()
        else:
            self._hear(source)

    def _hear(self, connection: socket.socket) -> None:
        """A policy with its two sockets, or the end of a lease."""
        try:
            text, descriptors, _, _ = socket.recv_fds(connection, 1 << 16, 2)
        except OSError:
            text, descriptors = b"", []
        sockets = [socket.socket(fileno=descriptor) for descriptor in descriptors]
        if text and len(sockets) == 2:
            self._lease(connection, json.loads(text), sockets)
        else:
            self._release(connection)
        for each in sockets:
            each.close()

    def _lease(
        self, connection: socket.socket, limits: dict[str, int], sockets: list[socket.socket]
    ) -> None:
        try:
            self._fork(connection, limits, sockets)
        except OSError:  # no process or no disk to be had: this lease's trouble, not everybody's
            self._release(connection)

    def _release(self, connection: socket.socket) -> None:
        """The grader is done with its worker: the report follows when it has died."""
        self._selector.unregister(connection)
        leased = [pid for pid, lease in self._workers.items() if lease.connection is connection]
        for pid in leased:
            _kill_group(pid)
        if not leased:
            connection.close()

    def _fork(
        self, connection: socket.socket, limits: dict[str, int], sockets: list[socket.socket]
    ) -> None:
        self._count += 1
        own = FIRST_UID + (self._first + self._count) % UIDS
        uid = own if self._may_drop else os.geteuid()
        scratch = jail.SCRATCH if self._view else self._make_scratch(uid)
        cores = self._choose_cores(limits.pop("cores"))
        policy = jail.Policy(self._readable, scratch, uid, cores, **limits)
        parent = os.getpid()
        pid = linux.fork(self._birth.namespaces) if self._birth.namespaces else os.fork()
        if pid == 0:
            try:
                self._become_worker(policy, sockets, parent)
            except BaseException:  # noqa: BLE001 - nothing of the zygote may run on in a child
                with contextlib.suppress(BaseException):  # memory may be full
                    traceback.print_exc()  # by now, the worker's output
            while True:  # an alarm may ring before the call is made
                with contextlib.suppress(BaseException):
                    os._exit(70)
        self._workers[pid] = _Lease(connection, scratch, cores, policy.memory_mb)

    def _choose_cores(self, count: int) -> frozenset[int]:
        """The least taken ones; all for a worker that may have as many as there are."""
        if count >= len(self._cores):
            return frozenset(self._cores)
        pinned = [lease.cores for lease in self._workers.values()]
        taken = Counter(core for cores in pinned if len(cores) < len(self._cores) for core in cores)
        random.shuffle(self._cores)  # another grader on this machine starts with another core
        return frozenset(sorted(self._cores, key=lambda core: taken[core])[:count])

    def _become_worker(
        self, policy: jail.Policy, sockets: list[socket.socket], parent: int
    ) -> None:
        """In the child: give up everything inherited, lock in, and answer requests."""
        birth = self._birth
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        gc.enable()
        os.setsid()
        channel, output = [each.detach() for each in sockets]
        zygote = self._self
        # who else is being graded is nobody's business; now and not later, for sockets that go
        # close their descriptors, whose numbers are about to be the worker's own
        self._selector.close()
        self.__dict__.clear()
        connection = jail.keep_only(channel, output, zygote)
        report = jail.confine(policy, parent, birth)
        os.chdir(policy.scratch)
        os.environ["TMPDIR"] = os.environ["HOME"] = policy.scratch
        tempfile.tempdir = None  # what was found while TensorFlow was imported is not this one's
        sys.stdout = os.fdopen(1, "w", buffering=1)  # by lines: a killed worker flushes nothing

        from autograder import wire, worker

        connection.sendall(wire.pack(wire.Message(0, {"layers": report})))
        worker.serve(connection)

    def _make_scratch(self, uid: int) -> str:
        """A folder for a worker that has no view to mount one in; removed with it."""
        folder = Path(self._spare, str(self._count))
        folder.mkdir(mode=0o700)
        if uid != os.geteuid():
            os.chown(folder, uid, uid)
        return str(folder)

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            lease = self._workers.pop(pid, None)
            self._cleaners.discard(pid)
            _kill_strays(self._workers.keys() | self._cleaners)
            if lease is not None:
                self._report(lease, status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)

    def _report(self, lease: _Lease, status: int, cpu: float, peak_kb: int) -> None:
        code = os.waitstatus_to_exitcode(status)
        text = json.dumps({"exit": code, "cpu_seconds": cpu, "peak_mb": peak_kb // 1024})
        with contextlib.suppress(OSError):  # the grader may be gone
            lease.connection.send(text.encode())
        with contextlib.suppress(KeyError):  # `_release` may have come first
            self._selector.unregister(lease.connection)
        lease.connection.close()
        if lease.scratch != jail.SCRATCH:
            self._clean(lease.scratch)

    def _clean(self, scratch: str) -> None:
        """Remove a folder on disk, in a child: it may hold millions of files."""
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self._cleaners.add(pid)
            return
        try:
            signal.set_wakeup_fd(-1)
            linux.die_with_parent(parent)
            os.closerange(3, 4096)  # else sockets would seem open that the zygote has closed
            remove_tree(Path(scratch))
        finally:
            os._exit(0)


def _resident(pid: int) -> int:
    """Bytes of memory that a process holds, those that it shares with the zygote included.

    Its limits do not count all of them: memory that was written and then made read-only is free.
    """
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def _kill_strays(keep: Collection[int]) -> None:
    """Processes that an ended worker left: they are ours now, and die.

    Needed only where seccomp could not forbid making them.
    """
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    if not listing.exists():
        return
    for child in map(int, listing.read_text().split()):
        if child not in keep:
            _kill_group(child)


def main(listener: int, stage: str, ready: int) -> None:
    """Warm up, hide the machine, say so, and serve until killed."""
    linux.die_with_parent(os.getppid())
    linux.adopt_orphans()
    os.umask(0o022)  # a worker that is another user walks through the folders made here
    warm_up()
    if threads() != 1:
        raise SystemExit("the zygote has more than one thread; its workers would hang")
    view = _hide_machine(stage)
    birth = jail.birth()
    if linux.is_linux():
        linux.prctl(linux.PR_SET_DUMPABLE, 0)  # a worker that became another user can't look in
    report = {"view": view, "pid": os.getpid()}
    os.write(ready, json.dumps(report).encode() + b"\n")
    os.close(ready)
    Zygote(socket.socket(fileno=listener), view == ACTIVE, birth, stage).serve()


def _hide_machine(stage: str) -> str:
    if not linux.is_linux():
        return jail.NOT_HERE
    folders = jail.view_folders()
    reason = jail.refused(lambda: jail.enter_view(folders, stage))
    if reason is None:
        jail.enter_view(folders, stage)
    return reason or ACTIVE


def _cores() -> list[int]:
    return sorted(os.sched_getaffinity(0)) if linux.is_linux() else []


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
