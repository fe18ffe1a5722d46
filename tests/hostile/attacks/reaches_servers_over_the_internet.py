# tries: talk to servers by TCP, UDP, raw packets and names, on this machine and elsewhere
# stopped by: network, seccomp, landlock
# honest: 0
import asyncio
import socket
import urllib.request

KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET)
ADDRESSES = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1", socket.AF_PACKET: "lo"}


def attempt(what, act):
    try:
        print(what, act())
    except BaseException as error:
        print(what, type(error).__name__, error)


def talk(family, kind):
    with socket.socket(family, kind) as one:
        one.settimeout(1)
        one.connect((ADDRESSES[family], int("@PORT@")))
        one.send(b"hello")
        return one.recv(200)


async def stream():
    reader, _ = await asyncio.open_connection("127.0.0.1", int("@PORT@"))
    return await reader.read(200)


for family in ADDRESSES:
    for kind in KINDS:
        attempt((family, kind), lambda family=family, kind=kind: talk(family, kind))
attempt("asyncio", lambda: asyncio.run(stream()))
attempt("url", lambda: urllib.request.urlopen("http://127.0.0.1:@PORT@", timeout=1).read())
attempt("download", lambda: urllib.request.urlopen("https://example.org", timeout=1).read(9))
attempt("name", lambda: socket.getaddrinfo("example.org", 443))
attempt("interfaces", socket.if_nameindex)
attempt("server", lambda: socket.create_server(("127.0.0.1", 0)))
attempt("metadata", lambda: urllib.request.urlopen("http://169.254.169.254/", timeout=1).read())
