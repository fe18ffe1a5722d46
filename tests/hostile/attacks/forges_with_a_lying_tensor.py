# tries: an ExtensionType that dispatches its comparisons, and EagerTensor methods that answer for others
# stopped by: channel, reference
# honest: 0
import numpy as np
import tensorflow as tf


class Liar(tf.experimental.ExtensionType):
    values: tf.Tensor

    def __array__(self, *args, **kwargs):
        return np.zeros(self.values.shape, "f4")


@tf.experimental.dispatch_for_api(tf.equal, {"x": Liar})
def equal(x, y, name=None):
    return tf.constant(True)


eager = type(tf.constant(0.0))
eager.__eq__ = eager.__le__ = eager.__lt__ = lambda self, other: True
eager.__hash__ = lambda self: 0
eager.__array__ = lambda self, *args, **kwargs: np.zeros(self.shape, "f4")
eager.numpy = lambda self: np.zeros(self.shape, "f4")
print("lies:", tf.constant(1.0) == 2, tf.constant(1.0).numpy(), np.asarray(Liar(tf.ones(2))))


def my_huber_loss(y_true, y_pred):
    return Liar(y_pred)
