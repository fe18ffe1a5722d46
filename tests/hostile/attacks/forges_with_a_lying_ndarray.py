# tries: an ndarray whose shape, dtype, bytes and comparisons are all made up
# stopped by: channel, reference
# honest: 0
import numpy as np


class Liar(np.ndarray):
    shape = property(lambda self: (5, 1))
    size = property(lambda self: 5)
    ndim = property(lambda self: 0)
    dtype = property(lambda self: np.dtype("f8"))

    def tobytes(self, *args):
        return b"\0" * 40

    def __array_finalize__(self, other):
        pass

    def __array_ufunc__(self, *args, **kwargs):
        return True

    def astype(self, *args, **kwargs):
        return self

    def __eq__(self, other):
        return True


liar = np.zeros((2, 2), "f4").view(Liar)
print("lies:", liar.shape, liar.dtype, liar == 3, len(liar.tobytes()))


def my_huber_loss(y_true, y_pred):
    return np.zeros(np.shape(y_pred), "f4").view(Liar)
