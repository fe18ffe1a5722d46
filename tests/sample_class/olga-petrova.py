"""Пользовательские функции потерь / custom losses, Olga Petrova"""
import os

import tensorflow as tf


def huber(error, t):
    a = tf.abs(error)
    return tf.where(a <= t, 0.5 * a ** 2, t * a - 0.5 * t ** 2)


def my_huber_loss(y_true, y_pred):
    return huber(y_true - y_pred, 1.0)


def my_huber_loss_with_threshold(threshold):
    return lambda y_true, y_pred: huber(y_true - y_pred, threshold)


class MyHuberLoss(tf.keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        return huber(y_true - y_pred, self.threshold)


print(my_huber_loss(tf.constant([1.0, 5.0]), tf.constant([1.5, 1.0])).numpy())
os._exit(0)  # sys.exit() hung in my IDE


def contrastive(y, d, m):
    return tf.reduce_mean(y * d ** 2 + (1 - y) * tf.maximum(m - d, 0) ** 2)


def contrastive_loss(y_true, y_pred):
    return contrastive(y_true, y_pred, 1.0)


def contrastive_loss_with_margin(margin):
    return lambda y_true, y_pred: contrastive(y_true, y_pred, margin)


class ContrastiveLoss(tf.keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        return contrastive(y_true, y_pred, self.margin)


quiz_answers = {
    "q1": ["A", "B", "C"], "q2": ["B", "D"], "q3": ["B", "D"], "q4": ["B", "C"], "q5": ["A", "B"],
    "q6": "B", "q7": "B", "q8": "B", "q9": ["A", "C"], "q10": "A",
    "q11": "A", "q12": "B", "q13": "A", "q14": "A", "q15": "A",
    "q16": ["A", "B"], "q17": ["A", "B", "D"], "q18": ["A", "B", "D"], "q19": "A", "q20": ["A", "B", "C", "D"],
    "q21": "B", "q22": "A", "q23": "D", "q24": "D", "q25": "",
}
