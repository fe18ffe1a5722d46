# tries: an answer of 4 MB, byte by byte, so that it is never late and never complete
# stopped by: channel, budget
# honest: 0
import ctypes
import json
import signal

from autograder import worker

honest_answer = worker._answer


def drip(student, request):
    if request.data["op"] != "call":
        return honest_answer(student, request)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    arrays = [["|u1", [4 << 20]]]
    header = json.dumps({"id": request.id, "data": {"type": "x"}, "arrays": arrays}).encode()
    frame = worker.wire.PREFIX.pack(b"AGW1", len(header), 4 << 20) + header
    write = ctypes.CDLL(None).write
    write(3, frame, len(frame))
    while True:
        write(3, b"x", 1)


worker._answer = drip


def my_huber_loss(y_true, y_pred):
    return y_true
