"""Every operation of a convolutional network, forward and backward, in NumPy: arrays in, arrays out."""

from cnnnotes.ops.conv import conv2d, conv2d_backward, conv2d_loops
from cnnnotes.ops.linear import (
    dense,
    dense_backward,
    locally_connected2d,
    locally_connected2d_backward,
)
from cnnnotes.ops.loss import (
    cross_entropy,
    cross_entropy_backward,
    log_softmax,
    log_softmax_backward,
    softmax,
    softmax_backward,
)
from cnnnotes.ops.matrix import conv_matrix
from cnnnotes.ops.padding import pad2d, pad2d_backward
from cnnnotes.ops.pointwise import relu, relu_backward
from cnnnotes.ops.pool import (
    avg_pool2d,
    avg_pool2d_backward,
    global_avg_pool2d,
    global_avg_pool2d_backward,
    global_max_pool2d,
    global_max_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
)
from cnnnotes.ops.shapes import output_size, same_padding
from cnnnotes.ops.windows import col2im, im2col

__all__ = [
    "avg_pool2d",
    "avg_pool2d_backward",
    "col2im",
    "conv2d",
    "conv2d_backward",
    "conv2d_loops",
    "conv_matrix",
    "cross_entropy",
    "cross_entropy_backward",
    "dense",
    "dense_backward",
    "global_avg_pool2d",
    "global_avg_pool2d_backward",
    "global_max_pool2d",
    "global_max_pool2d_backward",
    "im2col",
    "locally_connected2d",
    "locally_connected2d_backward",
    "log_softmax",
    "log_softmax_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "output_size",
    "pad2d",
    "pad2d_backward",
    "relu",
    "relu_backward",
    "same_padding",
    "softmax",
    "softmax_backward",
]
