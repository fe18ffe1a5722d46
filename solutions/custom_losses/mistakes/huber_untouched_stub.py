# part: my_huber_loss
# id: huber_untouched_stub
# title: the stub as it was handed out
# hint: This part is still as empty as you received it. Start with one line, the error, print it
#   for a small example, and go on from there.
# fails: defined
# passes:
def my_huber_loss(y_true, y_pred):
    """The Huber loss with threshold 1, element by element."""
    ...
