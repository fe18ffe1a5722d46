# part: mae_loss
# id: mae_elementwise
# title: nothing is averaged
# hint: Your loss has the shape of its inputs. Here each example is to have one number: the mean
#   of its own.
# fails: shape
# passes: defined own_work values gradient graph fit
import tensorflow as tf


def mae_loss(y_true, y_pred):
    return tf.abs(y_true - y_pred)
