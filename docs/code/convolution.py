"""Page 3.1: convolution from the trail that a mop leaves, box with box, and which machines are convolutions."""

# [start:mop]
import numpy as np

from cnnnotes.figures import convolution as figures
from cnnnotes.ops import convolve
from cnnnotes.site import show

floor = np.array([0.0, 6, 12, 6, 0, 0, 12, 0, 0])  # f: dirt at places 0 to 8
trail = np.array([1 / 2, 1 / 3, 1 / 6])  # g: what a stain of 1 leaves 0, 1 and 2 places further on

table = np.zeros((9, 9))
for stain in np.flatnonzero(floor):
    table[stain, stain : stain + 3] = floor[stain] * trail  # the stain's own copy of the trail
after = table.sum(axis=0)

print("the columns' sums are f * g:", np.allclose(after, convolve(floor, trail)[:9]))
print("either may be flipped:      ", np.allclose(convolve(floor, trail), convolve(trail, floor)))
print(f"dirt in all:   {floor.sum():.0f} before, {after.sum():.0f} after")
print(f"worst place:   {floor.max():.0f} before, {after.max():.0f} after")
print(f"dirty places:  {np.sum(floor > 0)} before, {np.sum(after > 1e-9)} after")
show(figures.trails(floor, trail, table, after))
# [end:mop]


# [start:box]
import numpy as np

from cnnnotes.figures import convolution as figures
from cnnnotes.ops import convolve
from cnnnotes.site import show

step = 0.05
box = np.ones(20)  # a box from 0 to 1, cut into 20 slices
areas = np.concatenate([[0], convolve(box, box) * step, [0]])  # the sum times the width of a slice: the integral
times = step * np.arange(len(areas))

triangle = 1 - np.abs(times - 1)
print(f"largest gap to the triangle: {np.abs(areas - triangle).max():.0e}")
print(
    f"peak {areas.max():.2f} at t = {times[areas.argmax()]:.2f}, from t = 0 to {times[-1]:.0f}, area {areas.sum() * step:.2f}"
)
show(figures.boxes(times, 1, areas))
# [end:box]


# [start:bell]
import numpy as np

from cnnnotes.figures import convolution as figures
from cnnnotes.ops import convolve
from cnnnotes.site import fact, show

step = 0.01
box = np.ones(100)
times, curves, gaussians = [], [], []
boxes = box
for count in (1, 2, 3, 4):
    if count > 1:
        boxes = convolve(boxes, box) * step
    at = step * (np.arange(len(boxes)) + count / 2)  # the middle of a slice, moved by half a slice in each convolution
    deviation = np.sqrt(np.sum(boxes * (at - count / 2) ** 2) * step)

    shown = np.linspace(-0.4, count + 0.4, 81)
    times.append(shown)
    curves.append(np.interp(shown, at, boxes, left=0, right=0))
    gaussians.append(np.exp(-((shown - count / 2) ** 2) / (2 * count / 12)) / np.sqrt(2 * np.pi * count / 12))
    gap = np.abs(curves[-1] - gaussians[-1]).max()
    print(
        f"{count}: deviation {deviation:.3f}, root of {count}/12 is {np.sqrt(count / 12):.3f}; gap to the bell {gap:.3f}"
    )
fact("gap-four", f"{np.ceil(1000 * gap) / 1000:.3f}")  # rounded up: it is said to be nowhere more
show(figures.bells(times, curves, gaussians))
# [end:bell]


# [start:machines]
import numpy as np

from cnnnotes.figures import convolution as figures
from cnnnotes.ops import convolve
from cnnnotes.site import fact, show


def mop(floor, room=np.inf, drying=0.0):
    """Walk over the floor: pick up what there is room for, let go of 4 tenths, less as the mop dries."""
    after, carried = np.zeros(len(floor)), 0.0
    for place, dirt in enumerate(floor):
        taken = min(dirt, room - carried)
        let_go = 0.4 * (1 - drying * place) * (carried + taken)
        after[place] = dirt - taken + let_go
        carried += taken - let_go
    return after


def full_mop(floor):
    return mop(floor, room=6)


def drying_mop(floor):
    return mop(floor, drying=0.05)


floor = np.zeros(20)
floor[[1, 5, 6, 7, 12, 13]] = 6, 4, 8, 4, 6, 6
drop = np.eye(20)[0]  # a stain of 1 at place 0

responses, floors, foretold = [], [], []
for machine in (mop, full_mop, drying_mop):
    responses.append(machine(drop))
    floors.append(machine(floor))
    foretold.append(convolve(floor, responses[-1])[:20])
    gap = np.abs(floors[-1] - foretold[-1]).max()
    print(f"{machine.__name__:10} response {np.round(responses[-1][:4], 3)}  largest gap {gap:.1e}")
    fact(machine.__name__.replace("_", "-"), f"{np.ceil(10 * gap) / 10:.1f}")  # "up to", so rounded up
show(figures.machines(responses, floors, foretold))
# [end:machines]


# [start:digits]
import numpy as np

from cnnnotes.ops import convolve

print("(1, 2) * (1, 3) =", convolve(np.array([1.0, 2]), np.array([1.0, 3])))
print("12 x 13 =", 12 * 13)
# [end:digits]


# [start:letters]
import numpy as np

from cnnnotes.ops import convolve

f, g = [0, 2, 0, 0, 1], [0, 3, 1, 0, 0]


def read(signal, place):
    return signal[place] if 0 <= place < 5 else 0


over_tau = [sum(read(f, tau) * read(g, t - tau) for tau in range(5)) for t in range(9)]
over_t = [sum(read(f, t) * read(g, t - tau) for t in range(5)) for tau in range(-4, 5)]
print("f(tau) g(t - tau) over tau, for t = 0 to 8:   ", over_tau)
print("f(t) g(t - tau) over t,     for tau = -4 to 4:", over_t)
print("the first is f * g:            ", np.array_equal(over_tau, convolve(np.array(f), np.array(g))))
print("the second is f * (g reversed):", np.array_equal(over_t, convolve(np.array(f), np.array(g[::-1]))))
# [end:letters]


# [start:overwrite]
import numpy as np

from cnnnotes.ops import convolve


def blur(floor, overwrite):
    after = floor if overwrite else np.zeros_like(floor)
    for place in range(1, len(floor) - 1):
        after[place] = (floor[place - 1] + floor[place] + floor[place + 1]) / 3
    return after


drop = np.eye(12)[3]
kept, lost = blur(drop.copy(), overwrite=False), blur(drop.copy(), overwrite=True)
print("new floor:  ", np.round(kept, 2))
print("overwritten:", np.round(lost, 2))

floor = np.zeros(12)
floor[[3, 5, 6]] = 3, 9, 6
response = np.concatenate([lost[2:], [0]])  # from one place before the stain on
same = np.allclose(blur(floor.copy(), overwrite=True)[2:11], convolve(floor, response)[3:12])
print("overwriting is a convolution, too:", same)
# [end:overwrite]
