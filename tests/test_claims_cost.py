"""The claim of page 4.6, and the counts it stands on."""

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.analysis import Layer, layer_cost

THREE = (Layer("conv", 16, kernel=3), Layer("local", 16, kernel=3), Layer("dense", 16 * 30 * 30))


@pytest.mark.claim("C4.10")
def test_c4_10_sharing_saves_parameters_and_sparse_connections_save_multiplications():
    shared, own, full = (layer_cost(layer, (3, 32, 32)) for layer in THREE)
    assert (shared.parameters, own.parameters, full.parameters) == (448, 403_200, 44_251_200)
    assert (shared.macs, own.macs, full.macs) == (388_800, 388_800, 44_236_800)
    # With ones everywhere each product is 1, so that the sum of the output is the number of products.
    x, w = np.ones((1, 3, 6, 7)), np.ones((2, 3, 3, 2))
    assert ops.conv2d_loops(x, w).sum() == layer_cost(Layer("conv", 2, kernel=(3, 2)), (3, 6, 7)).macs
    local = np.ones((4, 6, 2, 3, 3, 2))
    assert ops.locally_connected2d(x, local).sum() == layer_cost(Layer("local", 2, kernel=(3, 2)), (3, 6, 7)).macs


def test_attention_and_a_3x3_convolution_cost_the_same_at_two_and_a_half_channels_of_places():
    for channels in (8, 64):
        places = channels * 5 // 2
        shape = (channels, places // 4, 4) if places % 4 == 0 else (channels, places, 1)
        convolution = layer_cost(Layer("conv", channels, kernel=3, padding=1), shape).macs
        assert layer_cost(Layer("attention"), shape).macs == convolution
