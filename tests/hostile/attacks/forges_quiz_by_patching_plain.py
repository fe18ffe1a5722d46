# tries: send verdicts, numbers and heaps of nested things where answers are expected
# stopped by: channel, boundary
# honest: 0
import sys

worker = sys.modules["autograder.worker"]
deep = "A"
for _ in range(300):
    deep = [deep]
FORMS = [
    {"right": True, "letter": "A", "earned": 1.0, "message": "Right."},
    [True, 1.0, 1, None, {"key": "ABCD"}],
    1.0,
    True,
    deep,
    ["\ufeff", "\ud800", "and", "\u0130", "\u24b6", "\x00"],
    "1" * 4000,
    {"__class__": "Mark", "earned": 1},
    -1e305,
    list(range(2000)),
]
LIE = {f"q{k}": FORMS[k % len(FORMS)] for k in range(1, 26)}
worker._plain = lambda value, depth=0: {**LIE, "earned": 1.0, "score": 25, "policy": "none", "q-1": 1}
quiz_answers = dict()
print("patched:", worker._plain(None)["score"])
