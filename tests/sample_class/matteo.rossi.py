import keras
import tensorflow as tf

# Huber: a loss must be one number, so I take the mean


def my_huber_loss(y_true, y_pred):
    e = y_true - y_pred
    per_element = tf.where(tf.abs(e) <= 1, tf.square(e) / 2, tf.abs(e) - 0.5)
    return tf.reduce_mean(per_element)


def my_huber_loss_with_threshold(threshold):
    def huber(y_true, y_pred):
        e = y_true - y_pred
        linear = threshold * (tf.abs(e) - threshold / 2)
        per_element = tf.where(tf.abs(e) <= threshold, tf.square(e) / 2, linear)
        return tf.reduce_mean(per_element)

    return huber


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        huber = my_huber_loss_with_threshold(self.threshold)
        return huber(y_true, y_pred)


# Contrastive: Keras takes the mean itself


def contrastive_loss(y_true, y_pred):
    push = tf.maximum(1 - y_pred, 0)
    return y_true * y_pred ** 2 + (1 - y_true) * push ** 2


def contrastive_loss_with_margin(margin):
    def loss(y_true, y_pred):
        push = tf.maximum(margin - y_pred, 0)
        return y_true * y_pred ** 2 + (1 - y_true) * push ** 2

    return loss


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        push = tf.maximum(self.margin - y_pred, 0)
        return y_true * y_pred ** 2 + (1 - y_true) * push ** 2


quiz_answers = {
    "q1": "ABC",
    "q2": "BD",
    "q3": "BD",
    "q4": "BC",
    "q5": "AB",
    "q6": "B",
    "q7": "B",
    "q8": "B",
    "q9": "AC",
    "q10": "A",
    "q11": "ABD",
    "q12": "A",
    "q13": "C",
    "q14": "A",
    "q15": "A",
    "q16": "AB",
    "q17": "ABD",
    "q18": "ABD",
    "q19": "A",
    "q20": "A",
    "q21": "B",
    "q22": "",
    "q23": "",
    "q24": "D",
    "q25": "AC",
}
