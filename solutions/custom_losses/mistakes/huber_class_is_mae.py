# part: MyHuberLoss
# id: huber_class_is_mae
# title: the absolute error in place of Huber
# hint: What you return is the absolute error: it has a corner at zero and the same pull
#   everywhere. Huber agrees with it about large errors only, up to a constant; what happens to
#   the small ones?
# fails: values parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        return size
