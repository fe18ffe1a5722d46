# part: MyHuberLoss
# id: huber_class_quadratic_everywhere
# title: takes the larger branch, so large errors stay quadratic
# hint: Your loss is the parabola for every error, so outliers shout as they do in the squared
#   error. Check how you choose between the two branches: can the branch for large errors ever
#   win?
# fails: values parameters gradient graph fit
# passes: defined signature shape
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
        return tf.maximum(quadratic, linear)
