# part: MyHuberLoss
# id: huber_class_formatted_print
# title: prints the loss with three decimals, which a graph can't do
# hint: Your loss is right, but your print stops fit: there the tensor has no number yet that
#   could be formatted. Take the print out, or print in TensorFlow's own way.
# fails: graph fit
# passes: defined signature values shape parameters gradient
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
        print(f"largest error: {tf.reduce_max(size):.3f}")
        return tf.where(size <= self.threshold, quadratic, linear)
