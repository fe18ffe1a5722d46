# part: MyHuberLoss
# id: huber_class_reduced
# title: averages over the batch
# hint: The loss of each element is right, but then you average. The stub asks for one loss per
#   element, in the shape of the inputs: who should take the mean, you or Keras?
# fails: shape
# passes: defined signature values parameters gradient graph fit
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
        return tf.reduce_mean(tf.where(size <= self.threshold, quadratic, linear))
