import tensorflow as tf
from tensorflow import keras


def my_huber_loss(y_true, y_pred):
    r = tf.abs(y_pred - y_true)
    return tf.where(r > 1.0, r - 0.5, 0.5 * r * r)


def my_huber_loss_with_threshold(threshold):
    def f(y_true, y_pred):
        r = tf.abs(y_pred - y_true)
        return tf.where(r > threshold, threshold * (r - 0.5 * threshold), 0.5 * r * r)
    return f


class MyHuberLoss(keras.losses.Loss):
    def __init__(self, threshold):
        super().__init__()
        self.f = my_huber_loss_with_threshold(threshold)

    def call(self, y_true, y_pred):
        return self.f(y_true, y_pred)


# keeps the window open so that I can read the output
print("first half is done")
while True:
    pass


def contrastive_loss(y_true, y_pred):
    near = tf.multiply(y_true, tf.square(y_pred))
    far = tf.multiply(1.0 - y_true, tf.square(tf.nn.relu(1.0 - y_pred)))
    return tf.reduce_mean(tf.add(near, far))


def contrastive_loss_with_margin(margin):
    def f(y_true, y_pred):
        near = tf.multiply(y_true, tf.square(y_pred))
        far = tf.multiply(1.0 - y_true, tf.square(tf.nn.relu(margin - y_pred)))
        return tf.reduce_mean(tf.add(near, far))
    return f


class ContrastiveLoss(keras.losses.Loss):
    def __init__(self, margin):
        super().__init__()
        self.f = contrastive_loss_with_margin(margin)

    def call(self, y_true, y_pred):
        return self.f(y_true, y_pred)


quiz_answers = {
    "q1": "ABC", "q2": "BD", "q3": "BD", "q4": "BC", "q5": "AB",
    "q6": "A", "q7": "B", "q8": "B", "q9": "AC", "q10": "A",
    "q11": "ABD", "q12": "B", "q13": "C", "q14": "A", "q15": "A",
    "q16": "A", "q17": "ABD", "q18": "ABD", "q19": "A", "q20": "ABCD",
    "q21": "A", "q22": "A", "q23": "D", "q24": "D", "q25": "AC",
}
