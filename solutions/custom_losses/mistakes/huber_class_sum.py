# part: MyHuberLoss
# id: huber_class_sum
# title: sums over the batch
# hint: You add up the losses of the batch, so a bigger batch costs more and pulls harder. The
#   stub asks for one loss per element; leave putting them together to Keras.
# fails: values shape parameters gradient graph fit
# passes: defined signature
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.reduce_sum(tf.where(size <= self.threshold, quadratic, linear))
