import tensorflow as tf
from tensorflow.keras.losses import Loss


def my_huber_loss(y_true, y_pred):
    erreur = tf.abs(y_true - y_pred)
    return tf.where(erreur <= 1, tf.square(erreur) / 2, erreur - 0.5)


def my_huber_loss_with_threshold(threshold):
    def perte(y_true, y_pred):
        erreur = tf.abs(y_true - y_pred)
        petite = tf.square(erreur) / 2
        grande = threshold * (erreur - threshold / 2)
        return tf.where(erreur <= threshold, petite, grande)
    return perte


class MyHuberLoss(Loss):
    def __init__(self, threshold):
        self.threshold = threshold

    def call(self, y_true, y_pred):
        erreur = tf.abs(y_true - y_pred)
        petite = tf.square(erreur) / 2
        grande = self.threshold * (erreur - self.threshold / 2)
        return tf.where(erreur <= self.threshold, petite, grande)


def contrastive_loss(y_true, y_pred):
    semblables = y_true * tf.square(y_pred)
    differentes = (1 - y_true) * tf.square(tf.maximum(1 - y_pred, 0))
    return tf.reduce_mean(semblables + differentes)


def contrastive_loss_with_margin(margin):
    def perte(y_true, y_pred):
        semblables = y_true * tf.square(y_pred)
        differentes = (1 - y_true) * tf.square(tf.maximum(margin - y_pred, 0))
        return tf.reduce_mean(semblables + differentes)
    return perte


class ContrastiveLoss(Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def __call__(self, y_true, y_pred):
        semblables = y_true * tf.square(y_pred)
        differentes = (1 - y_true) * tf.square(tf.maximum(self.margin - y_pred, 0))
        return tf.reduce_mean(semblables + differentes)


quiz_answers = {
    "q1": "ABC",
    "q2": "BD",
    "q3": "BD",
    "q4": "BC",
    "q5": "AB",
    "q6": "A",
    "q7": "B",
    "q8": "B",
    "q9": "AC",
    "q10": "A",
    "q11": "ABD",
    "q12": "B",
    "q13": "C",
    "q14": "B",
    "q15": "A",
    "q16": "AB",
    "q17": "ABD",
    "q18": "ABD",
    "q19": "A",
    "q20": "A",
    "q21": "B",
    "q22": "A",
    "q23": "D",
    "q24": "A",
    "q25": "AC",
}
