# part: my_huber_loss_with_threshold
# id: huber_wrapper_keras2_backend
# title: K.abs and K.square from keras.backend, which Keras 3 no longer has
# hint: Your loss speaks Keras 2: since Keras 3 `keras.backend` has no mathematics any more. The
#   handout has a table of imports that changed.
# fails: values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras import backend as K


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        size = K.abs(error)
        quadratic = 0.5 * K.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
