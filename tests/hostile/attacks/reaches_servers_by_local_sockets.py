# tries: talk to servers by Unix sockets: with a path, abstract, and from one half of a pair
# stopped by: seccomp, network, view
# honest: 0
import os
import socket

ADDRESSES = ["@SOCKET@", "\0@ABSTRACT@", "/var/run/docker.sock", "/dev/log"]
ADDRESSES += ["/run/systemd/notify", "/run/systemd/journal/socket", "/run/dbus/system_bus_socket"]
KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET)


def attempt(what, act):
    try:
        print(what, act())
    except BaseException as error:
        print(what, type(error).__name__, error)


def connect(one, address):
    one.settimeout(1)
    one.connect(address)
    return one.recv(200)


for address in ADDRESSES:
    for kind in KINDS:
        attempt(address, lambda address=address, kind=kind: connect(socket.socket(1, kind), address))
        try:
            mine, other = socket.socketpair(socket.AF_UNIX, kind)
        except OSError as error:
            print("pair", kind, error)
            continue
        attempt("again", lambda mine=mine, address=address: connect(mine, address))
        # a datagram needs no connection
        attempt("send", lambda mine=mine, address=address: mine.sendto(b"hello", address))
        attempt("send", lambda mine=mine, address=address: mine.sendmsg([b"x"], [], 0, address))
        attempt("bind", lambda other=other: other.bind("\0hostile-was-here"))
        attempt("listen", other.listen)
inherited = socket.socket(fileno=os.dup(3))
for address in ADDRESSES:
    attempt("channel", lambda address=address: connect(inherited, address))
