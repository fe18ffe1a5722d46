# part: MyHuberLoss
# id: huber_class_wrong_method_name
# title: the method is called forward
# hint: Keras looks for a method of a certain name, indented into your class, and does not find
#   it. Compare the names of your methods, and their indentation, with the stub.
# fails: signature values shape parameters gradient graph fit
# passes: defined
import tensorflow as tf
from keras.losses import Loss


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def forward(self, y_true, y_pred):
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = self.threshold * (size - 0.5 * self.threshold)
        return tf.where(size <= self.threshold, quadratic, linear)
