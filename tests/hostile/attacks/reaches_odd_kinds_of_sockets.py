# tries: every family of sockets there is: netlink, vsock, the kernel's ciphers, Bluetooth...
# stopped by: seccomp, network
# honest: 0
import os
import socket

found = []
for family in range(48):
    for kind in (1, 2, 3, 4, 5, 10):
        for protocol in (0, 1, 15, 16):
            try:
                found.append((family, kind, protocol, socket.socket(family, kind, protocol)))
            except OSError as error:
                reason = error.strerror
            try:
                found.append((family, "pair", *socket.socketpair(family, kind, protocol)))
            except OSError as error:
                reason = error.strerror
            while len(found) > 20:
                found.pop(0)[-1].close()
print([each[:3] for each in found if each[0] != socket.AF_UNIX], reason)
for family, kind, _, one in found:
    for address in ((2, int("@PORT@")), ("127.0.0.1", int("@PORT@")), (0, 0), ("hash", "sha256")):
        try:
            one.connect(address)
            print("connected", family, kind, address, one.recv(100))
        except (OSError, TypeError) as error:
            reason = str(error)
print(reason, os.listdir("."))
