"""The figures of page 4.6 draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes.figures import cost as figures
from cnnnotes.figures import style

PARAMETERS, MACS = [448, 403_200, 44_251_200], [388_800, 388_800, 44_236_800]


def test_three_layers_joins_the_parameters_of_each_layer_with_its_macs():
    ax = figures.three_layers(PARAMETERS, MACS).axes[0]
    assert [list(line.get_xdata()) for line in ax.lines] == [list(pair) for pair in zip(PARAMETERS, MACS, strict=True)]
    written = {text.get_text() for text in ax.texts}
    assert {f"{count:,}" for count in PARAMETERS + MACS} <= written
    assert len(written) == len(ax.texts) == 8  # the equal MACs are written once


def test_by_layer_draws_each_share_and_colours_the_fully_connected():
    shares = np.random.default_rng(0).dirichlet(np.ones(4), 3)
    fig = figures.by_layer(["a", "b", "c", "d"], shares, [False, False, True, True])
    for ax, share in zip(fig.axes, shares, strict=True):
        np.testing.assert_allclose([bar.get_width() for bar in ax.patches], share)
        assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [style.BLUE] * 2 + [style.ORANGE] * 2
        assert {text.get_text() for text in ax.texts} == {f"{100 * value:.0f}%" for value in share if value >= 0.05}
    assert [text.get_text() for text in fig.axes[0].get_yticklabels()] == ["a", "b", "c", "d"]


def test_networks_places_each_name_at_its_parameters_and_macs():
    names, parameters, macs = ["LeNet-5", "AlexNet", "ViT-B/16"], [6e4, 6e7, 9e7], [4e5, 7e8, 2e10]
    ax = figures.networks(names, parameters, macs).axes[0]
    placed = {text.get_text(): text.xy for text in ax.texts if hasattr(text, "xy")}
    assert placed == dict(zip(names, zip(parameters, macs, strict=True), strict=True))
    dots = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_marker() not in ("None", "")]
    assert dots == list(zip(parameters, macs, strict=True))
    reuse = [line.get_ydata() / line.get_xdata() for line in ax.lines if line.get_marker() in ("None", "")]
    np.testing.assert_allclose(reuse, [[1, 1], [10, 10], [100, 100], [1000, 1000]])


@pytest.mark.parametrize("kinds", [["attention"], ["3×3 convolution", "fully connected"]])
def test_growth_draws_a_line_for_each_kind(kinds):
    macs = {kind: [10.0 * (index + 1), 100.0, 1000.0] for index, kind in enumerate(kinds)}
    ax = figures.growth([7, 14, 28], macs).axes[0]
    assert [list(line.get_ydata()) for line in ax.lines] == list(macs.values())
    assert [text.get_text() for text in ax.texts] == kinds
