# part: MyHuberLoss
# id: huber_class_call_arguments
# title: `call` lacks self, or asks for more than y_true and y_pred
# hint: Keras gives the `call` of your object the labels and the predictions and nothing else, and
#   Python puts the object itself in front. Compare your parameter list with the stub's: what is
#   missing, or what is too much?
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = 1.0 * (size - 0.5)
        return tf.where(size <= 1.0, quadratic, linear)
