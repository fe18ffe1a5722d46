# Sean O'Connor - worked on my old laptop with TF 2.4, don't have time to try it elsewhere
import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.losses import Loss


def my_huber_loss(y_true, y_pred):
    threshold = 1
    error = y_true - y_pred
    is_small_error = tf.abs(error) <= threshold
    small_error_loss = tf.square(error) / 2
    big_error_loss = threshold * (tf.abs(error) - (0.5 * threshold))
    return tf.where(is_small_error, small_error_loss, big_error_loss)


def my_huber_loss_with_threshold(threshold=1):
    def loss(y_true, y_pred):
        error = y_true - y_pred
        is_small_error = tf.abs(error) < threshold
        small_error_loss = tf.square(error) / 2
        big_error_loss = threshold * (tf.abs(error) - (0.5 * threshold))
        return tf.where(is_small_error, small_error_loss, big_error_loss)
    return loss


class MyHuberLoss(Loss):
    def __init__(self, threshold=1):
        super(MyHuberLoss, self).__init__()
        self.threshold = threshold

    def call(self, y_true, y_pred):
        return my_huber_loss_with_threshold(self.threshold)(y_true, y_pred)


def contrastive_loss(y_true, y_pred):
    margin = 1
    return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.maximum(margin - y_pred, 0)))


def contrastive_loss_with_margin(margin):
    def contrastive(y_true, y_pred):
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.maximum(margin - y_pred, 0)))
    return contrastive


class ContrastiveLoss(Loss):
    def __init__(self, margin=1):
        super(ContrastiveLoss, self).__init__()
        self.margin = margin

    def call(self, y_true, y_pred):
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.maximum(self.margin - y_pred, 0)))


quiz_answers = {
    "q1": 'A', "q2": 'BD', "q3": 'BD', "q4": 'B', "q5": 'A',
    "q6": 'B', "q7": 'B', "q8": 'B', "q9": 'A', "q10": 'A',
    "q11": 'A', "q12": 'B', "q13": 'C', "q14": 'A', "q15": 'A',
    "q16": 'AB', "q17": 'A', "q18": 'A', "q19": 'A', "q20": 'A',
    "q21": 'B', "q22": 'A', "q23": 'D', "q24": 'D', "q25": 'AC',
}
