# tries: right ids with arrays whose shapes are negative, overflow, or cost a huge broadcast
# stopped by: channel, values
# honest: 0
import json
import random

from autograder import worker

SPECS = [
    ([["<f4", [1 << 62, 4, 0]]], 0),
    ([["<f8", [0] * 8]], 0),
    ([["|b1", [4 << 20]]], 4 << 20),
    ([["<f4", [1 << 24, 0]]], 0),
    ([["<f4", [True]]], 4),
    ([["<f2", [1] * 9]], 2),
    ([["|u1", [1]]] * 64, 64),
]
generator = random.SystemRandom()


def answer(student, request):
    """Any question is answered by any of the arrays, and by every field there is."""
    arrays, size = generator.choice(SPECS)
    data = {"statements": 1 << 60, "cut": "yes", "value": {"q1": [[[]]] * 99}, "class": True}
    data |= {"callable": True, "none": False, "type": 7, "parameters": [[1]], "bases": {}, "own": 9}
    header = json.dumps({"id": request.id, "data": data, "arrays": arrays}).encode()
    return worker.wire.PREFIX.pack(b"AGW1", len(header), size) + header + bytes(size)


worker._answer = answer


def my_huber_loss(y_true, y_pred):
    return y_true
