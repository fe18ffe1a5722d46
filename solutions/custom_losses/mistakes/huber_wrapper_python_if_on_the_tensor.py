# part: my_huber_loss_with_threshold
# id: huber_wrapper_python_if_on_the_tensor
# title: a Python `if` on a tensor of many elements
# hint: A Python `if` asks one question and takes one way, but a batch holds small and large
#   errors side by side. The handout's section on graph mode lists operations that choose for
#   each element.
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        if size <= threshold:
            return quadratic
        return linear

    return loss
