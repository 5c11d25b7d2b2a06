"""Turned and scaled pictures: exact where they can be, SciPy's values elsewhere."""

import numpy as np
import pytest
from scipy import ndimage

from cnnnotes import data

IMAGES = np.random.default_rng(0).random((3, 9, 9))


@pytest.mark.parametrize("turns", [-1, 0, 1, 2, 3, 4])
def test_quarter_turns_are_exact(turns):
    assert np.array_equal(data.rotate(IMAGES, 90 * turns), np.rot90(IMAGES, turns, axes=(1, 2)))


@pytest.mark.parametrize("degrees", [10, 33.3, 135, -80, 300])
@pytest.mark.parametrize("size", [(8, 8), (9, 7)])
def test_rotation_agrees_with_scipy(degrees, size):
    images = np.zeros((2, 21, 21))
    images[:, 6 : 6 + size[0], 6 : 6 + size[1]] = np.random.default_rng(1).random((2, *size))
    expected = ndimage.rotate(images, degrees, axes=(2, 1), reshape=False, order=1)
    assert abs(data.rotate(images, degrees) - expected).max() < 1e-12


@pytest.mark.parametrize("factor", [0.5, 0.8, 1, 1.3, 2])
def test_scaling_agrees_with_scipy(factor):
    images = np.zeros((2, 20, 24))
    images[:, 8:12, 10:14] = np.random.default_rng(2).random((2, 4, 4))
    offset = (np.array([19, 23]) / 2) * (1 - 1 / factor)
    expected = [ndimage.affine_transform(image, np.eye(2) / factor, offset, order=1) for image in images]
    assert abs(data.scale(images, factor) - expected).max() < 1e-12


def test_scaling_by_one_changes_nothing_and_float32_stays():
    assert np.array_equal(data.scale(IMAGES, 1), IMAGES)
    assert data.scale(IMAGES.astype(np.float32), 2).dtype == np.float32
    assert data.rotate(np.ones((1, 2, 2), np.uint8), 45).dtype == np.float64


def test_anticlockwise_means_that_the_right_goes_up():
    image = np.zeros((1, 3, 3))
    image[0, 1, 2] = 1
    assert data.rotate(image, 90)[0, 0, 1] == 1


@pytest.mark.parametrize("factor", [0, -1, np.inf, np.nan])
def test_scale_refuses_factors(factor):
    with pytest.raises(ValueError, match=f"factor must be above 0 and finite, got {factor}"):
        data.scale(IMAGES, factor)


def test_rotate_refuses_angles_and_shapes():
    with pytest.raises(ValueError, match="degrees must be finite, got nan"):
        data.rotate(IMAGES, np.nan)
    with pytest.raises(ValueError, match=r"shape \(N, H, W\), got \(9, 9\)"):
        data.rotate(IMAGES[0], 10)
