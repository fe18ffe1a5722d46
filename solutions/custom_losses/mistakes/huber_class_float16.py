# part: MyHuberLoss
# id: huber_class_float16
# title: one branch is float16, the other float32
# hint: Two dtypes meet and TensorFlow refuses to mix them. The inputs are float32; follow the
#   line in which you cast, and ask whether it is needed.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.cast(tf.abs(error), tf.float16)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
