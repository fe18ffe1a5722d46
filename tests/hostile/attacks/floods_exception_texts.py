# tries: exceptions with texts of many megabytes, that print, that raise, or that cost a search
# stopped by: channel, budget
# honest: 0
class Loud(Exception):
    def __str__(self):
        print("x" * 100_000)
        return "[" * 700 + "1" * (8 << 20)


class Broken(Exception):
    def __str__(self):
        raise Loud

    __repr__ = __str__


class Nameless(Exception):
    pass


Nameless.__name__ = Nameless.__qualname__ = "N" * 1_000_000
raise Loud
raise Broken
raise Nameless("[1" * 100_000)
raise ExceptionGroup("x" * 1_000_000, [Loud()] * 1000)


def my_huber_loss(y_true, y_pred):
    raise NameError("name '" + "w" * (1 << 20) + "'")


def contrastive_loss(y_true, y_pred):
    raise ValueError("[" * 700 + "1" * 1300)


def my_huber_loss_with_threshold(threshold):
    def loss(y_true, y_pred):
        raise Nameless("1." * 1_000_000)

    return loss


class MyHuberLoss:
    def __init__(self, threshold):
        raise Broken
