# part: MyHuberLoss
# id: huber_class_overrides_dunder_call
# title: overrides `__call__` instead of `call`
# hint: `__call__` is where Keras converts the inputs, applies weights and averages; yours
#   replaces all of that. The handout says which method is yours to write.
# fails: signature shape fit
# passes: defined values parameters gradient graph
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def __call__(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
