# title: K.square and K.abs from keras.backend, which Keras 3 no longer has
# part: my_huber_loss
# fails: values shape parameters gradient graph fit
import tensorflow as tf
from keras import backend as K


def my_huber_loss(y_true, y_pred):
    error = K.abs(y_true - y_pred)
    return tf.where(error <= 1, K.square(error) / 2, error - 0.5)
