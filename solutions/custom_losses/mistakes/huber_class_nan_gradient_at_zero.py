# part: MyHuberLoss
# id: huber_class_nan_gradient_at_zero
# title: takes the size as the root of the square: its gradient at zero is NaN
# hint: The values are right, but where the prediction equals the label the gradient is not a
#   number, and one such element spoils all weights. How do you get from the error to its size,
#   and how steep is that operation at zero?
# fails: gradient
# passes: defined signature values shape parameters graph fit
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.square(error) ** 0.5
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
