# tries: __signature__ and a patched inspect.signature that hide that the function can't be called with two tensors
# stopped by: values
# honest: 0
import inspect

two = inspect.signature(lambda y_true, y_pred: 0)
inspect.signature = lambda *args, **kwargs: two


def my_huber_loss(one, two, three, four):
    return 0.0 * two


my_huber_loss.__signature__ = two
print("lies:", inspect.signature(my_huber_loss))
