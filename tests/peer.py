"""A zygote whose workers are scripts of a test: a real ``Worker`` talks to whatever they send."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import wire


@dataclass(frozen=True)
class Peer:
    """The worker's ends of channel and output."""

    channel: socket.socket
    output: socket.socket

    def send(self, raw: bytes) -> None:
        self.channel.sendall(raw)

    def question(self) -> wire.Message:
        return wire.read(self._receive)

    def wait(self) -> None:
        """Until the grader hangs up."""
        self.output.recv(1)

    def answer(
        self, question: wire.Message, data: dict[str, Any], arrays: Sequence[wire.Array] = ()
    ) -> None:
        self.send(wire.pack(wire.Message(question.id, data, tuple(arrays))))

    def _receive(self, count: int) -> bytes:
        received = self.channel.recv(count, socket.MSG_WAITALL)
        if len(received) < count:
            raise EOFError
        return received


Script = Callable[[Peer], None]


@contextlib.contextmanager
def leasing(folder: Path, script: Script, honest: str | None = None) -> Iterator[str]:
    """The address of a zygote whose workers run ``script``, each in a thread, until their grader
    hangs up. Workers that are leased with all cores, as the solution's are, come from the zygote
    at ``honest``."""
    address = str(folder / "peer.sock")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        threading.Thread(target=_serve, args=(listener, script, honest), daemon=True).start()
        try:
            yield address
        finally:
            listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, script: Script, honest: str | None) -> None:
    while True:
        try:
            lease, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_lease, args=(lease, script, honest), daemon=True).start()


def _lease(lease: socket.socket, script: Script, honest: str | None) -> None:
    text, descriptors, _, _ = socket.recv_fds(lease, 1 << 16, 2)
    channel, output = (socket.socket(fileno=descriptor) for descriptor in descriptors)
    with lease, channel, output:
        if honest is not None and json.loads(text)["cores"] > 1:
            _pass_on(lease, text, (channel, output), honest)
            return
        threading.Thread(target=_hang_up, args=(lease, channel, output), daemon=True).start()
        with contextlib.suppress(OSError, EOFError):
            channel.sendall(wire.pack(wire.Message(0, {"layers": {}})))
            script(Peer(channel, output))
        _end(channel, output)
        with contextlib.suppress(OSError):
            lease.send(json.dumps({"exit": 1, "cpu_seconds": 0.0, "peak_mb": 100}).encode())


def _pass_on(
    lease: socket.socket, text: bytes, sockets: Sequence[socket.socket], address: str
) -> None:
    """Let a real worker have the sockets, until the lease ends."""
    with socket.socket(socket.AF_UNIX) as zygote:
        zygote.connect(address)
        socket.send_fds(zygote, [text], [each.fileno() for each in sockets])
        for each in sockets:
            each.close()
        lease.recv(1)
        zygote.shutdown(socket.SHUT_WR)
        lease.send(zygote.recv(4096))


def _hang_up(lease: socket.socket, channel: socket.socket, output: socket.socket) -> None:
    """As the real zygote kills a worker whose lease ends."""
    with contextlib.suppress(OSError):
        lease.recv(1)
    _end(channel, output)


def _end(*sockets: socket.socket) -> None:
    for each in sockets:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
