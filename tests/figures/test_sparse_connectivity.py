"""The figures of page 5.1 draw the connections they are given."""

import numpy as np

from cnnnotes.figures import sparse_connectivity as figures


def segments(line):
    """The pairs of ends of a broken line: (input, output)."""
    across, up = (np.asarray(values, float).reshape(-1, 3) for values in line.get_data())
    assert np.isnan(across[:, 2]).all() and (up[:, :2] == [0, 1]).all()
    return {(int(start), int(end)) for start, end in across[:, :2]}


def test_windows_draws_each_connection_as_a_line_and_as_a_cell():
    rng = np.random.default_rng(0)
    given = [rng.random((5, 6)) < share for share in (0.3, 0.6)]
    for frame, linked, kernel in zip(figures.windows(given, [3, 5], 2, 4), given, "35", strict=True):
        nodes, matrix = frame.figure.axes
        to, source = np.nonzero(linked)
        pairs = set(zip(source.tolist(), to.tolist(), strict=True))
        every, into, out = nodes.lines[:3]
        assert segments(every) == pairs
        assert segments(into) == {pair for pair in pairs if pair[1] == 2}
        assert segments(out) == {pair for pair in pairs if pair[0] == 4}
        assert set(zip(*matrix.lines[0].get_data(), strict=True)) == pairs
        assert frame.at == {"window": kernel}
        assert f"{len(pairs)} of 30 connections" in frame.words and matrix.get_title() == f"{len(pairs)} / 30"


def test_edges_shows_both_pictures_and_all_six_numbers():
    rng = np.random.default_rng(0)
    picture, found = rng.random((6, 8)), rng.normal(size=(6, 7))
    axes = figures.edges(picture, found, [900, 30, 2], [1800, 45, 45]).axes
    np.testing.assert_array_equal(axes[0].images[0].get_array(), picture)
    np.testing.assert_array_equal(axes[1].images[0].get_array(), found)
    low, high = axes[1].images[0].get_clim()
    assert low == -high
    dots = {
        (line.get_marker(), round(line.get_ydata()[0])): line.get_xdata()[0]
        for line in axes[2].lines
        if len(line.get_xdata()) == 1
    }
    assert dots == {("s", 1): 900, ("^", 1): 30, ("o", 1): 2, ("s", 0): 1800, ("^", 0): 45, ("o", 0): 45}
    assert axes[2].get_xscale() == "log"


def test_depth_draws_the_cone_and_the_matrix_of_the_stack():
    step = np.eye(7) + np.eye(7, k=1) + np.eye(7, k=-1)
    ways = [np.linalg.matrix_power(step, layers) for layers in (1, 2, 3)]
    for layers, (frame, counted) in enumerate(zip(figures.depth(ways), ways, strict=True), 1):
        nodes, matrix = frame.figure.axes
        cone, _, inside, top = nodes.lines
        assert [values.tolist() if hasattr(values, "tolist") else list(values) for values in top.get_data()] == [
            [3],
            [layers],
        ]
        seen = {(int(place), int(level)) for place, level in zip(*inside.get_data(), strict=True)}
        assert {place for place, level in seen if level == 0} == set(np.flatnonzero(counted[3]))
        assert len(seen) == sum(1 + 2 * height for height in range(layers + 1))
        assert len(cone.get_xdata()) == 3 * 3 * sum(1 + 2 * height for height in range(layers))
        heights = np.array([bar.get_height() for bar in nodes.patches])
        np.testing.assert_allclose(heights, 1.5 * counted[3] / counted[3].max())
        np.testing.assert_allclose(matrix.images[0].get_array(), counted / counted.max(axis=1, keepdims=True))
        assert f"{np.count_nonzero(counted[3])} of 7 inputs" in frame.words


def test_density_draws_percentages_from_the_first_layer():
    curves = [[0.1, 0.5, 1.0], [0.2, 1.0], [0.3, 1.0]]
    ax = figures.density(curves).axes[0]
    for line, shares in zip(ax.lines, curves, strict=True):
        np.testing.assert_allclose(line.get_ydata(), 100 * np.array(shares))
        assert line.get_xdata().tolist() == list(range(1, len(shares) + 1))
    assert len({(line.get_marker(), line.get_linestyle()) for line in ax.lines}) == 3
