# title: averages over the last axis as Keras' own functions do
# part: my_huber_loss
# fails: shape
import tensorflow as tf
from tensorflow.keras import backend as K


def my_huber_loss(y_true, y_pred):
    a = K.abs(y_true - y_pred)
    return K.mean(tf.where(a <= 1.0, 0.5 * K.square(a), a - 0.5), axis=-1)
