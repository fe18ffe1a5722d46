# tries: use up descriptors and the kernel's memory: open files, full pipes, sockets in flight
# stopped by: limits, seccomp
# honest: 0
import fcntl
import os
import select
import socket

held = []


def until_refused(what, act):
    count = 0
    try:
        for count in range(10_000):
            held.append(act())
    except (OSError, BlockingIOError) as error:
        print(what, count, error.strerror)


def full_pipe():
    reader, writer = os.pipe()
    try:
        fcntl.fcntl(writer, 1031, 1 << 30)
    except OSError:
        fcntl.fcntl(writer, 1031, 1 << 20)
    os.set_blocking(writer, False)
    os.write(writer, bytes(1 << 20))
    return reader, writer


def in_flight():
    one, other = socket.socketpair()
    one.setblocking(False)
    socket.send_fds(one, [b"x" * 1000], [one.fileno(), other.fileno()])  # a ring: never freed?
    one.close()
    other.close()


until_refused("sockets in flight", in_flight)
until_refused("files", lambda: os.open("/dev/null", os.O_RDWR))
for descriptor in held:
    if isinstance(descriptor, int):
        os.close(descriptor)
held.clear()
until_refused("pipes", full_pipe)
for pair in held:
    os.close(pair[0])
    os.close(pair[1])
until_refused("event queues", select.epoll)
