# part: contrastive_loss
# id: contrastive_untouched_stub
# title: the stub as it was handed out
# hint: This part is still as empty as you received it. Start with the half for similar pairs, try
#   it on the docstring's first pair, and add the other half.
# fails: defined
# passes:
def contrastive_loss(y_true, y_pred):
    """The contrastive loss with margin 1: a single number for the batch."""
    ...
