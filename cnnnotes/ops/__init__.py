"""Every operation of a convolutional network, forward and backward, in NumPy: arrays in, arrays out."""

from cnnnotes.ops.attention import (
    attention_weights,
    relative_bias2d,
    relative_bias2d_backward,
    self_attention,
    self_attention_backward,
)
from cnnnotes.ops.blurs import binomial_filter, box_filter, gaussian_filter
from cnnnotes.ops.conv import conv2d, conv2d_backward, conv2d_loops
from cnnnotes.ops.conv1d import conv1d, conv1d_backward, convolve, convolve_backward
from cnnnotes.ops.filters import (
    emboss_filter,
    laplacian_filter,
    prewitt_filter,
    sharpen_filter,
    sobel_filter,
)
from cnnnotes.ops.gabor import gabor_bank, gabor_filter
from cnnnotes.ops.linear import dense, dense_backward, locally_connected2d, locally_connected2d_backward
from cnnnotes.ops.loss import (
    cross_entropy,
    cross_entropy_backward,
    log_softmax,
    log_softmax_backward,
    softmax,
    softmax_backward,
)
from cnnnotes.ops.matrix import conv_matrix, dft_diagonal
from cnnnotes.ops.norm import batch_norm, batch_norm_backward, layer_norm, layer_norm_backward
from cnnnotes.ops.padding import pad2d, pad2d_backward
from cnnnotes.ops.pointwise import (
    leaky_relu,
    leaky_relu_backward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    tanh,
    tanh_backward,
)
from cnnnotes.ops.pool import max_pool2d, max_pool2d_backward
from cnnnotes.ops.pool_avg import avg_pool2d, avg_pool2d_backward
from cnnnotes.ops.pool_global import (
    global_avg_pool2d,
    global_avg_pool2d_backward,
    global_max_pool2d,
    global_max_pool2d_backward,
)
from cnnnotes.ops.sampling import adaptive_polyphase2d, adaptive_polyphase2d_backward, blur_pool2d, blur_pool2d_backward
from cnnnotes.ops.shapes import output_size, same_padding
from cnnnotes.ops.transpose import conv_transpose2d, conv_transpose2d_backward
from cnnnotes.ops.windows import col2im, im2col

__all__ = [
    "adaptive_polyphase2d",
    "adaptive_polyphase2d_backward",
    "attention_weights",
    "avg_pool2d",
    "avg_pool2d_backward",
    "batch_norm",
    "batch_norm_backward",
    "binomial_filter",
    "blur_pool2d",
    "blur_pool2d_backward",
    "box_filter",
    "col2im",
    "conv1d",
    "conv1d_backward",
    "conv2d",
    "conv2d_backward",
    "conv2d_loops",
    "conv_matrix",
    "conv_transpose2d",
    "conv_transpose2d_backward",
    "convolve",
    "convolve_backward",
    "cross_entropy",
    "cross_entropy_backward",
    "dense",
    "dense_backward",
    "dft_diagonal",
    "emboss_filter",
    "gabor_bank",
    "gabor_filter",
    "gaussian_filter",
    "global_avg_pool2d",
    "global_avg_pool2d_backward",
    "global_max_pool2d",
    "global_max_pool2d_backward",
    "im2col",
    "laplacian_filter",
    "layer_norm",
    "layer_norm_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "locally_connected2d",
    "locally_connected2d_backward",
    "log_softmax",
    "log_softmax_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "output_size",
    "pad2d",
    "pad2d_backward",
    "prewitt_filter",
    "relative_bias2d",
    "relative_bias2d_backward",
    "relu",
    "relu_backward",
    "same_padding",
    "self_attention",
    "self_attention_backward",
    "sharpen_filter",
    "sigmoid",
    "sigmoid_backward",
    "sobel_filter",
    "softmax",
    "softmax_backward",
    "tanh",
    "tanh_backward",
]
