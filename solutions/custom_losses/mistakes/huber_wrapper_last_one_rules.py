# part: my_huber_loss_with_threshold
# id: huber_wrapper_last_one_rules
# title: keeps the threshold in a global, so the last one made rules all
# hint: One loss alone is right; when a second is made, the first one follows its threshold. Where
#   do you keep the number: in something that all of them share (a global, a list, an attribute
#   of a function), or with the one function you return?
# fails: parameters
# passes: defined signature values shape gradient graph fit
import tensorflow as tf


current = None


def my_huber_loss_with_threshold(threshold):
    global current
    current = threshold

    def loss(y_true, y_pred):
        threshold = current
        error = y_true - y_pred
        size = tf.abs(error)
        quadratic = 0.5 * tf.square(error)
        linear = threshold * (size - 0.5 * threshold)
        return tf.where(size <= threshold, quadratic, linear)

    return loss
