"""Optimisers step as written down, training repeats exactly, progress shows only where it is wanted."""

import io

import numpy as np
import pytest

from cnnnotes.learn import models, train

IMAGES = np.random.default_rng(0).random((50, 6, 6))
LABELS = np.arange(50) % 5


def run(seed=0, **options):
    model = models.mlp((6, 6), (8,), classes=5, seed=0)
    options = {"epochs": 3, "batch": 16, "optimiser": train.Adam(0.01), "seed": seed, **options}
    return model, train.fit(model, IMAGES, LABELS, **options)


def test_adam_is_the_published_algorithm():
    rng = np.random.default_rng(1)
    w, expected, mean, square = np.ones(4), np.ones(4), np.zeros(4), np.zeros(4)
    optimiser = train.Adam(0.1, (0.8, 0.95), 1e-3)
    for step in range(1, 6):
        gradient = rng.standard_normal(4)
        optimiser.step([w], [gradient])
        mean, square = 0.8 * mean + 0.2 * gradient, 0.95 * square + 0.05 * gradient**2
        expected = expected - 0.1 * (mean / (1 - 0.8**step)) / (np.sqrt(square / (1 - 0.95**step)) + 1e-3)
    assert abs(w - expected).max() < 1e-12


def test_gradient_descent_steps_against_the_gradient_in_place():
    w = np.array([1.0, 2.0])
    train.SGD(0.5).step([w], [np.array([2.0, -2.0])])
    assert w.tolist() == [0.0, 3.0]


def test_training_learns_and_gives_one_loss_per_step():
    model, losses = run(epochs=120)
    assert losses.shape == (480,) and losses.dtype == np.float64
    assert losses[-4:].mean() < 0.3 * losses[:4].mean()
    assert train.accuracy(model, IMAGES, LABELS) > 0.9


def test_the_same_seed_gives_the_same_run():
    (first, losses), (again, same), (_, other) = run(), run(), run(seed=1)
    assert np.array_equal(losses, same) and losses[0] != other[0]
    assert all(np.array_equal(a, b) for a, b in zip(first.parameters, again.parameters, strict=True))


def test_batches_hand_out_every_image_once_with_its_label_in_an_order_of_the_seed():
    def dealt(seed):
        return list(train.batches(IMAGES, LABELS, 16, np.random.default_rng(seed)))

    images, labels = (np.concatenate(parts) for parts in zip(*dealt(0), strict=True))
    assert [len(some) for some, _ in dealt(0)] == [16, 16, 16, 2]
    places = [np.flatnonzero((IMAGES == image).all((1, 2))).item() for image in images]
    assert sorted(places) == list(range(50)) and np.array_equal(LABELS[places], labels)
    assert all(np.array_equal(a, b) for a, b in zip(dealt(0)[0], dealt(0)[0], strict=True))
    assert not np.array_equal(dealt(0)[0][0], dealt(1)[0][0])
    with pytest.raises(ValueError, match="size must be 1 or more, got 0"):
        list(train.batches(IMAGES, LABELS, 0, np.random.default_rng(0)))


def test_training_is_a_step_for_each_batch():
    model, losses = run(epochs=1)
    other, optimiser = models.mlp((6, 6), (8,), classes=5, seed=0), train.Adam(0.01)
    order = np.random.default_rng(0)
    by_hand = [
        train._step(other, *some, optimiser) for some in train.batches(train.as_input(other, IMAGES), LABELS, 16, order)
    ]
    assert np.array_equal(losses, by_hand)
    assert all(np.array_equal(a, b) for a, b in zip(model.parameters, other.parameters, strict=True))


def test_the_batch_of_prediction_changes_nothing():
    model, _ = run()
    assert np.array_equal(train.predict(model, IMAGES, batch=7), train.predict(model, IMAGES, batch=50))


def test_errors_name_what_is_wrong():
    model, _ = run()
    with pytest.raises(ValueError, match=r"labels must be one per image, 50, got shape \(49,\)"):
        train.fit(model, IMAGES, LABELS[1:], epochs=1, optimiser=train.SGD(0.1))
    with pytest.raises(ValueError, match=r"images must have shape .*, got \(6, 6\)"):
        train.predict(model, IMAGES[0])


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "asked", "patience", "shown"),
    [
        (Terminal(), "", -1, True),
        (Terminal(), "", 60, False),
        (io.StringIO(), "", -1, False),
        (io.StringIO(), "1", -1, True),
        (Terminal(), "0", -1, False),
    ],
)
def test_progress_is_shown_in_long_runs_where_someone_looks(monkeypatch, stream, asked, patience, shown):
    monkeypatch.setenv("CNNNOTES_PROGRESS", asked)
    monkeypatch.setattr(train, "PATIENCE", patience)
    assert list(train._shown(range(3), "cnn", stream)) == [0, 1, 2]
    text = stream.getvalue()
    assert text.endswith("cnn: 3/3, 0 s\n") if shown else text == ""
