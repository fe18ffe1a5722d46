# title: the stub as it was handed out
# part: my_huber_loss
# fails: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    """Huber loss with threshold 1, one value for each element."""
    ...
