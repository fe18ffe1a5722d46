# title: lambdas in the place of functions
# parts: poisson_loss mae_loss triplet_loss
import tensorflow as tf

mae_loss = lambda y, p: tf.reduce_mean(tf.abs(p - y), -1)
poisson_loss = lambda y, p: tf.reduce_mean(p - y * tf.math.log(1e-7 + p), -1)
triplet_loss = lambda margin: lambda y, p: tf.nn.relu(
    tf.reduce_sum(tf.square(p[:, : p.shape[1] // 3] - p[:, p.shape[1] // 3 : 2 * (p.shape[1] // 3)]), 1)
    - tf.reduce_sum(tf.square(p[:, : p.shape[1] // 3] - p[:, 2 * (p.shape[1] // 3) :]), 1)
    + margin
)
