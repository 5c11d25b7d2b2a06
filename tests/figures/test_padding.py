"""The figures of page 4.2 draw the numbers they are given."""

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.figures import padding as figures


def test_grow_passes_valid_same_and_full_and_counts_who_is_seen():
    x, ones = np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3))
    ends = {4: 0, 16: 1, 36: 2}
    for count, frame in enumerate(figures.grow(4, 3), 1):
        if count in ends:
            padding = ends[count]
            dy = np.ones_like(ops.conv2d(x, ones, padding=padding))
            seen = ops.conv2d_backward(dy, x, ones, padding=padding)[0]
            drawn = [int(text.get_text()) for text in frame.figure.axes[0].texts]
            assert drawn == seen.ravel().astype(int).tolist() and dy.size == count
            colours = [patch.get_facecolor() for patch in frame.figure.axes[1].patches]
            assert len(set(colours)) == padding + (1 if count == 36 else 2)
    assert count == 36


def test_around_shows_each_padding_and_frames_the_photograph():
    photo = np.random.default_rng(0).random((5, 7))
    modes = ("zeros", "circular", "reflect", "replicate")
    padded = {mode: ops.pad2d(photo[None, None], 2, mode=mode)[0, 0] for mode in modes}
    for ax, values in zip(figures.around(padded, 2).axes, padded.values(), strict=True):
        shown = np.asarray(ax.images[0].get_array())
        np.testing.assert_array_equal(shown, values)
        left, top, wide, high = ax.patches[0].get_bbox().bounds
        rows, columns = (
            slice(int(start + 0.5), int(start + 0.5 + size)) for start, size in ((top, high), (left, wide))
        )
        np.testing.assert_array_equal(shown[rows, columns], photo)


@pytest.mark.parametrize("depth", [1, 2])
def test_leak_draws_the_difference_and_frames_what_is_untouched(depth):
    values = np.pad(np.zeros((7 - 2 * depth, 7 - 2 * depth)), depth, constant_values=0.5)
    maps = {("zeros", depth): values, ("circular", depth): np.zeros((7, 7))}
    sizes = []
    for frame, expected in zip(figures.leak(maps), maps.values(), strict=True):
        ax = frame.figure.axes[1]
        np.testing.assert_array_equal(ax.images[0].get_array(), expected)
        assert ax.get_xlabel() == f"{100 * np.mean(expected > 0):.1f}% differ"
        sizes.append(ax.patches[0].get_width())
    assert sizes == [7 - 2 * depth, 7]


def test_dots_draws_the_answers_and_the_range_of_the_seeds():
    scores = {"zeros": np.array([[-1.0, 2.0]]), "circular": np.array([[-3.0, -1.0]])}
    axes = figures.dots(scores, {"zeros": [1, 1], "circular": [0.5, 0.75]}).axes
    np.testing.assert_array_equal(axes[0].images[0].get_array(), [[-1, 1]])
    np.testing.assert_array_equal(axes[1].images[0].get_array(), [[-1, -1]])
    assert [ax.get_xlabel() for ax in axes] == ["100%", "50–75%"]
