# part: my_huber_loss
# id: huber_float16
# title: one branch is float16, the other float32
# hint: Two dtypes meet and TensorFlow refuses to mix them. The inputs are float32; follow the
#   line in which you cast, and ask whether it is needed.
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf


def my_huber_loss(y_true, y_pred):
    threshold = 1.0
    error = y_true - y_pred
    size = tf.cast(tf.abs(error), tf.float16)
    quadratic = 0.5 * tf.square(error)
    linear = threshold * (size - 0.5 * threshold)
    return tf.where(size <= threshold, quadratic, linear)
