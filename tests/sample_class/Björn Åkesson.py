# Björn Åkesson
import tensorflow as tf
import tensorflow.keras.backend as K
from tensorflow.keras.losses import Loss


def my_huber_loss(y_true, y_pred):
    err = K.abs(y_true - y_pred)
    return K.switch(err <= 1, K.square(err) / 2, err - 0.5)


def my_huber_loss_with_threshold(threshold):
    def my_huber_loss(y_true, y_pred):
        err = K.abs(y_true - y_pred)
        rak = threshold * err - threshold * threshold / 2  # rak = straight
        return K.switch(err <= threshold, K.square(err) / 2, rak)
    return my_huber_loss


class MyHuberLoss(Loss):
    threshold = 1

    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        err = K.abs(y_true - y_pred)
        rak = self.threshold * err - self.threshold ** 2 / 2
        return K.switch(err <= self.threshold, K.square(err) / 2, rak)


def contrastive_loss(y_true, y_pred):
    margin = 1
    square_pred = K.square(y_pred)
    margin_square = K.square(K.maximum(margin - y_pred, 0))
    return K.mean(y_true * square_pred + (1 - y_true) * margin_square)


def contrastive_loss_with_margin(margin):
    def contrastive_loss(y_true, y_pred):
        square_pred = K.square(y_pred)
        margin_square = K.square(K.maximum(margin - y_pred, 0))
        return K.mean(y_true * square_pred + (1 - y_true) * margin_square)
    return contrastive_loss


class ContrastiveLoss(Loss):
    margin = 1

    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        square_pred = K.square(y_pred)
        margin_square = K.square(K.maximum(self.margin - y_pred, 0))
        return K.mean(y_true * square_pred + (1 - y_true) * margin_square)


quiz_answers = {
    "q1": "ABC", "q2": "B", "q3": "BD", "q4": "BC", "q5": "AB",
    "q6": "B", "q7": "B", "q8": "B", "q9": "AC", "q10": "A",
    "q11": "ABD", "q12": "A", "q13": "C", "q14": "A", "q15": "A",
    "q16": "A", "q17": "ABD", "q18": "ABD", "q19": "A", "q20": "ABCD",
    "q21": "B", "q22": "A", "q23": "D", "q24": "D", "q25": "AC",
}
