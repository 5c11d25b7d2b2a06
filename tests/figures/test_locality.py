"""The figures of page 2.3 draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes.figures import locality as figures
from cnnnotes.figures import style
from tests.helpers import points, shown


def boxes(ax):
    """Centre and width of each box, with its colour."""
    return [
        (to_hex(patch.get_edgecolor()), patch.get_x() + patch.get_width() / 2, patch.get_y() + patch.get_height() / 2)
        for patch in ax.patches
    ]


def test_far_boxes_frames_both_boxes_of_each_pair_and_scatters_their_brightness(rng):
    picture = rng.random((20, 20))
    clouds = [(name, *rng.random((2, 5)), r) for name, r in [("camera", 0.5), ("grass", -0.04), ("chelsea", 1)]]
    axes = figures.far_boxes(picture, clouds, [(2, 1, 9), (12, 4, 16)], 2).axes
    np.testing.assert_array_equal(shown(axes[0]), picture)
    expected = [(style.RED, 1.5, 2.5), (style.BLUE, 9.5, 2.5), (style.RED, 4.5, 12.5), (style.BLUE, 16.5, 12.5)]
    assert boxes(axes[0]) == [(color, pytest.approx(x), pytest.approx(y)) for color, x, y in expected]
    for ax, (_name, red, blue, _r) in zip(axes[1:], clouds, strict=True):
        np.testing.assert_array_equal(points(ax.lines[0]), [red, blue])
    assert [ax.get_title(loc="left") for ax in axes[1:]] == ["camera\nr = 0.50", "grass\nr = −0.04", "cat\nr = 1.00"]


def test_spectrum_shows_the_three_pictures_and_every_line(rng):
    pictures, waves = rng.random((3, 4, 4)), np.array([1, 2, 4, 8])
    names = ["cat", "phases scrambled", "pixels shuffled", "astronaut", "grass", "coffee"]
    spectra = {name: rng.random(4) + 0.1 for name in names}
    fig = figures.spectrum(list(pictures), waves, spectra)
    np.testing.assert_array_equal([shown(ax) for ax in fig.axes[:3]], pictures)
    lines = {line.get_label(): line for line in fig.axes[3].lines}
    for name in ("cat", "phases scrambled", "pixels shuffled", "grass"):
        np.testing.assert_array_equal(points(lines[name]), [waves, spectra[name]])
    np.testing.assert_array_equal(points(lines["other photographs"]), [waves, spectra["astronaut"]])
    guide = lines["1/f²"].get_ydata()
    np.testing.assert_allclose(guide * waves**2, guide[0])
    assert len(fig.axes[3].lines) == 7


def test_conditional_draws_a_square_of_the_right_area_and_sign_for_each_pixel(rng):
    maps = np.stack([rng.random((2, 5, 5)), rng.uniform(-1, 1, (2, 5, 5))], axis=1)
    names = ["camera", "coffee"]
    drawn = figures.conditional(maps, [3, 4], names, np.ones((2, 2, 2)))
    for name, frame, both in zip(names, drawn, maps, strict=True):
        for ax, values in zip(frame.figure.axes[:2], both, strict=True):
            seen = {}
            for patch, sign in zip(ax.patches, (1, -1), strict=True):
                assert to_hex(patch.get_facecolor()) == (style.BLUE if sign > 0 else style.ORANGE)
                vertices = patch.get_path().vertices
                for square in vertices[: len(vertices) // 5 * 5].reshape(-1, 5, 2):
                    column, row = square[:4].mean(axis=0).round().astype(int)
                    assert np.ptp(square[:, 0]) == pytest.approx(np.ptp(square[:, 1]))
                    seen[row, column] = sign * np.ptp(square[:, 0])
            for place in np.ndindex(5, 5):
                if place != (2, 2):
                    side = np.sign(values[place]) * np.sqrt(abs(values[place])) * 0.92
                    assert seen.get(place, 0) == pytest.approx(side, abs=figures.STEP / 2 + 1e-9)
            assert points(ax.lines[0]).ravel().tolist() == [2, 2]
        assert frame.at == {"photograph": name}
        outer = np.ones((5, 5), bool)
        outer[1:4, 1:4] = False
        least, most = np.floor(100 * both[0][outer].min()) / 100, np.ceil(100 * np.abs(both[1][outer]).max()) / 100
        assert frame.words.endswith(f"at least {least:.2f}; given all others, at most {most:.2f}")


def test_conditional_draws_both_correlations_of_each_photograph(rng):
    names, distances, curves = ["camera", "coffee"], [3, 8, 64], rng.random((2, 3, 2))
    for chosen, frame in enumerate(figures.conditional(np.ones((2, 2, 3, 3)), distances, names, curves)):
        ax = frame.figure.axes[2]
        for number, name in enumerate(names):
            solid, dashed = ax.lines[2 * number : 2 * number + 2]
            np.testing.assert_array_equal(points(solid), [distances, curves[number, :, 0]])
            np.testing.assert_array_equal(points(dashed), [distances, curves[number, :, 1]])
            assert (solid.get_label(), solid.get_color(), dashed.get_color()) == (name, style.BLUE, style.ORANGE)
            assert solid.get_marker() == dashed.get_marker()
            assert {solid.get_alpha(), dashed.get_alpha()} == {1 if number == chosen else 0.35}


def test_layers_frames_what_is_seen_and_shades_what_is_not(rng):
    picture = rng.random((9, 9, 3))
    near, far = np.zeros((9, 9)), np.full((9, 9), 0.25)
    near[4:7, 3:6] = 1
    far[4, 4] = 1
    axes = figures.layers(picture, [(1, near), (4, far)], (0, 6, 2, 2)).axes
    np.testing.assert_allclose(shown(axes[0])[5, 4], picture[5, 4])
    assert np.all(shown(axes[0])[0, 0] < 0.5 * picture[0, 0])
    np.testing.assert_allclose(shown(axes[1])[0, 0], 0.775 * picture[0, 0])
    for ax, centre, dashed in zip(axes, [(4, 5), (4, 4)], [True, False], strict=True):
        assert boxes(ax) == [(style.BLUE, *map(pytest.approx, centre)), (style.RED, 6.5, 0.5)]
        assert (ax.patches[1].get_linestyle() != "solid") == dashed
    assert [ax.get_title(loc="left") for ax in axes] == ["1 layer", "4 layers"]
    assert [ax.get_xlabel() for ax in axes] == ["3 × 3", "9 × 9"]


def test_bag_draws_both_curves_and_the_examples(rng):
    windows, curves, digits, faces = [1, 2, 3], rng.random((2, 3)), rng.random((2, 8, 8)), rng.random((2, 9, 5))
    axes = figures.bag(windows, list(curves), list(digits), list(faces)).axes
    for ax, image in zip(axes[:4], [*digits, *faces], strict=True):
        np.testing.assert_array_equal(shown(ax), image)
    for line, values in zip(axes[4].lines, curves, strict=True):
        np.testing.assert_array_equal(points(line), [windows, values])
    assert [line.get_label() for line in axes[4].lines] == ["which digit", "which way up"]
