"""Figures of page 3.1: trails on a floor, a box that slides over a box, machines that are convolutions and machines that are not."""

from fractions import Fraction

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@frames.sequence
def trails(floor, trail, table, after):
    """Where dirt comes from (rows) and where it goes to (columns): written row by row, read column by column.

    Parameters
    ----------
    floor : array, (n,)
        Dirt before the mop, whole numbers.
    trail : array, (k,)
        What a stain of 1 leaves at its own place and at the next ones, positive.
    table : array, (n, n)
        Row: the stain's place; column: the place where its dirt ends up.
    after : array, (n,)
        Dirt after the mop, the sums of the columns.

    Yields
    ------
    Frame
        The floor; for each stain the row it writes, its trail above the table; for each dirty place the column it
        collects, the trail read backwards on the right; everything.

    Examples
    --------
    >>> made = trails(np.array([0.0, 2]), np.array([1.0]), np.diag([0.0, 2]), np.array([0.0, 2]))
    >>> [frame.words for frame in made][1]
    'The stain of 2 at place 1 leaves 2'
    """
    floor, trail, table, after = (np.asarray(values, dtype=float) for values in (floor, trail, table, after))
    places = len(floor)
    fig, axes = style.subplots(
        3, 3, height=4.9, width_ratios=[1.35, places, 1.5], height_ratios=[1.5, places, 2.6], sharex="col", sharey="row"
    )
    (_corner, above, _corner2), (left, main, right), (_corner3, below, _corner4) = axes
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    main.set(xlim=(-0.5, places - 0.5), ylim=(places - 0.5, -0.5))
    above.set_ylim(0, 1.9 * trail.max())
    right.set_xlim(0, 2.1 * trail.max())
    left.set_xlim(1.75 * floor.max(), 0)
    below.set_ylim(1.4 * floor.max(), 0)

    left.barh(range(places), floor, 0.7, color=style.ORANGE)
    left.plot([0, 0], [-0.5, places - 0.5], color=style.INK, linewidth=0.8)
    for place, amount in enumerate(floor):
        if amount:
            left.text(amount, place, f"{amount:g} ", ha="right", va="center", color=style.ORANGE)
    left.set_title(r"$f(\tau)$", loc="right", color=style.ORANGE)
    main.set_xticks(range(places), range(places))
    main.set_yticks(range(places), range(places))
    for ax in axes.flat:
        ax.tick_params(length=0, labelleft=ax is main, labelbottom=ax is main, labelsize=9.5, labelcolor=style.MUTED)
    for edge in np.arange(-0.5, places):
        main.plot([edge, edge], [-0.5, places - 0.5], color=style.GRID, linewidth=0.8, zorder=0)
        main.plot([-0.5, places - 0.5], [edge, edge], color=style.GRID, linewidth=0.8, zorder=0)

    cells = {}
    for row, column in zip(*np.nonzero(table), strict=True):
        shade = Rectangle((column - 0.5, row - 0.5), 1, 1, color=style.ORANGE)
        number = main.text(column, row, f"{table[row, column]:g}", ha="center", va="center")
        cells[row, column] = main.add_patch(shade), number
    sums = below.bar(range(places), after, 0.7, color=style.BLUE)
    numbers = [
        below.text(place, amount, f"{amount:g}", ha="center", va="top", color=style.BLUE)
        for place, amount in enumerate(after)
    ]
    below.plot([-0.5, places - 0.5], [0, 0], color=style.INK, linewidth=0.8)
    below.set_ylabel(r"$(f*g)(t)$", color=style.BLUE, rotation=0, ha="right", va="center")
    shares = [str(Fraction(share).limit_denominator(60)) for share in trail]
    forward = above.bar(range(len(trail)), trail, 0.7, color=style.GREEN)
    backward = right.barh(range(len(trail)), trail, 0.7, color=style.GREEN)
    over = [
        above.text(0, share, name, color=style.GREEN, ha="center", va="bottom")
        for share, name in zip(trail, shares, strict=True)
    ]
    beside = [
        right.text(share, 0, f" {name}", color=style.GREEN, va="center")
        for share, name in zip(trail, shares, strict=True)
    ]
    forward_name = above.set_ylabel(r"$g(t-\tau)$", color=style.GREEN, rotation=0, ha="right", va="center")
    backward_name = right.set_title(r"$g(t-\tau)$", loc="left", color=style.GREEN)
    band = main.add_patch(
        Rectangle((-0.5, -0.5), places, 1, fill=False, edgecolor=style.GREEN, linewidth=2.2, zorder=3)
    )
    main.set_ylabel(_("stain at τ"), labelpad=4)
    main.set_xlabel(_("place t"))

    def state(stain=None, place=None, written=None):
        """Show the rows written so far, the row or column that is marked, and the sums up to that column."""
        band.set_visible(stain is not None or place is not None)
        for artist in (*forward, *over, forward_name):
            artist.set_visible(stain is not None)
        for artist in (*backward, *beside, backward_name):
            artist.set_visible(place is not None)
        if stain is not None:
            band.set_bounds(-0.5, stain - 0.5, places, 1)
            for step, (bar, name) in enumerate(zip(forward, over, strict=True)):
                bar.set_x(stain + step - 0.35)
                name.set_x(stain + step)
        if place is not None:
            band.set_bounds(place - 0.5, -0.5, 1, places)
            for step, (bar, name) in enumerate(zip(backward, beside, strict=True)):
                bar.set_y(place - step - 0.35)
                name.set_y(place - step)
                for artist in (bar, name):
                    artist.set_visible(place >= step)
        for (row, column), artists in cells.items():
            for artist in artists:
                artist.set_visible(written is None or row <= written)
            read = place is None or column == place
            artists[0].set_alpha((0.1 + 0.5 * table[row, column] / table.max()) * (1 if read else 0.3))
            artists[1].set_color(style.INK if read else style.MUTED)
        last = -1 if written is not None else places if place is None else place
        for column, (bar, number) in enumerate(zip(sums, numbers, strict=True)):
            bar.set_visible(column <= last)
            number.set_visible(column <= last and after[column] > 0)

    stains = np.flatnonzero(floor)
    state(written=-1)
    yield frames.Frame(fig, _("The floor before the mop: stains at places {places}").format(places=_listed(stains)))
    for stain in stains:
        state(stain=stain, written=stain)
        left_there = _listed(table[stain][table[stain] > 0])
        words = _("The stain of {amount} at place {stain} leaves {trail}")
        yield frames.Frame(fig, words.format(amount=f"{floor[stain]:g}", stain=stain, trail=left_there))
    for place in np.flatnonzero(after):
        state(place=place)
        parts = " + ".join(f"{part:g}" for part in table[:, place] if part)
        if " + " in parts:
            parts = f"{parts} = {after[place]:g}"
        yield frames.Frame(fig, _("Place {place} gathers {parts}").format(place=place, parts=parts))
    state()
    words = _("The floor after the mop, {total} in all as before")
    yield frames.Frame(fig, words.format(total=f"{after.sum():g}"))


def _listed(numbers):
    return ", ".join(f"{number:g}" for number in numbers)


@frames.sequence
def boxes(times, height, areas):
    """Flip one box, slide it over another, and trace the area where they overlap.

    Parameters
    ----------
    times : array, (n,)
        Places t of the sliding box, rising.
    height : float
        Height of both boxes, which reach from 0 to 1.
    areas : array, (n,)
        Area under the product of both boxes at each time, at most 1.

    Yields
    ------
    Frame
        Both boxes as they are; the flip in a few steps; the sliding box at each time, with the product shaded above
        and the areas so far traced below.

    Examples
    --------
    >>> made = [frame.words for frame in boxes([0.5], 1, [0.5])]
    >>> made[0], made[-1]
    ('Two equal boxes, f and g', 't = 0.50: shaded area 0.50')
    """
    fig, (top, bottom) = style.subplots(2, 1, height=4.3, sharex=True)
    low, high = -1.25, 2.6
    for ax in (top, bottom):
        ax.set(xlim=(low, high), ylim=(0, 1.45 * height), yticks=[0, 1], xticks=range(-1, 3))
        ax.spines["left"].set_visible(False)
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y")
    top.tick_params(labelbottom=True)
    top.set_xlabel(r"$\tau$", labelpad=0)
    bottom.set_xlabel(r"$t$", labelpad=0)
    product = top.add_patch(Rectangle((0, 0), 0, height, color=style.GREEN, alpha=0.35, linewidth=0))
    top.plot([0, 0, 1, 1], [0, height, height, 0], color=style.BLUE)
    top.text(0.5, 1.06 * height, r"$f(\tau)$", color=style.BLUE, ha="center", va="bottom")
    (moving,) = top.plot([], [], color=style.ORANGE, linewidth=2.4, linestyle=(0, (3, 1.5)))
    (start,) = top.plot([], [], "o", color=style.ORANGE, markersize=7, clip_on=False, zorder=4)
    name = top.text(0, 1.24 * height, "", color=style.ORANGE, ha="center", va="bottom")
    area = top.text(0.5, 0.5 * height, "", ha="center", va="center", color=style.INK)
    (line,) = bottom.plot([], [], color=style.GREEN, linewidth=2.2)
    (dot,) = bottom.plot([], [], "o", color=style.GREEN, markersize=7, clip_on=False, zorder=4)
    bottom.text(low, 1.3 * height, r"$(f*g)(t)$", color=style.GREEN, va="center")
    drop = [ax.plot([], [], color=style.MUTED, linewidth=1, linestyle=":", zorder=0)[0] for ax in (top, bottom)]

    def place(origin, width):
        """Draw the moving box from its origin, to the right where the width is positive."""
        moving.set_data([origin, origin, origin + width, origin + width], [0, height, height, 0])
        start.set_data([origin], [0])
        name.set_x(origin + width / 2)

    for step, turn in enumerate(np.cos(np.linspace(0, np.pi, 7))):
        place(0, turn)
        name.set_text({0: r"$g(\tau)$", 6: r"$g(-\tau)$"}.get(step, ""))
        words = (
            _("Turn g over at 0: what lay after the dot now lies before it") if step else _("Two equal boxes, f and g")
        )
        yield frames.Frame(fig, words)
    name.set_text(r"$g(t-\tau)$")
    for now, (time, value) in enumerate(zip(times, areas, strict=True)):
        place(time, -1)
        left, right = max(0, time - 1), min(1, time)
        product.set_bounds(left, 0, max(0, right - left), height)
        area.set_text(f"{value:.2f}" if right - left > 0.3 else "")
        area.set_x((left + right) / 2)
        line.set_data(times[: now + 1], areas[: now + 1])
        dot.set_data([time], [value])
        for rule, top_end in zip(drop, (0, 1.45 * height), strict=True):
            rule.set_data([time, time], [value if top_end else 0, top_end or 1.45 * height])
        yield frames.Frame(fig, _("t = {time}: shaded area {area}").format(time=f"{time:.2f}", area=f"{value:.2f}"))


@style.figure
def bells(times, curves, gaussians):
    """Boxes convolved again and again come close to a bell.

    Parameters
    ----------
    times : sequence of 4 arrays
        Where each curve is given.
    curves : sequence of 4 arrays
        One box, then two, three and four boxes convolved.
    gaussians : sequence of 4 arrays
        The normal density with the mean and the spread of each.

    Returns
    -------
    matplotlib.figure.Figure
        One panel for each number of boxes, the bell dashed.

    Examples
    --------
    >>> fig = bells([[0, 1]] * 4, [[1, 1]] * 4, [[0, 1]] * 4)
    >>> fig.axes[3].get_title(loc="center")
    '4 boxes'
    """
    fig, axes = style.subplots(1, 4, height=1.75, sharey=True)
    names = [_("1 box"), _("{n} boxes").format(n=2), _("{n} boxes").format(n=3), _("{n} boxes").format(n=4)]
    drawn = zip(axes, times, curves, gaussians, names, strict=True)
    for count, (ax, time, curve, gaussian, name) in enumerate(drawn, 1):
        ax.plot(time, gaussian, color=style.ORANGE, linestyle=(0, (2.5, 1.5)))
        ax.plot(time, curve, color=style.BLUE)
        ax.set(ylim=(0, 1.45), yticks=[0, 1], xticks=[0, count])
        ax.set_title(name, loc="center")
    return fig


@style.figure
def machines(responses, floors, foretold):
    """Copies of one response foretell what a machine does, if the machine adds and does not care about places.

    Parameters
    ----------
    responses : array, (3, n)
        What each machine makes of a stain of 1 at place 0.
    floors : array, (3, n)
        What each machine makes of the same dirty floor.
    foretold : array, (3, n)
        The floor convolved with the response.

    Returns
    -------
    matplotlib.figure.Figure
        One row for each machine: its response, and its result (bars) with the foretold one (dots).

    Examples
    --------
    >>> fig = machines(np.eye(3), np.ones((3, 3)), [[1, 1, 1], [0, 0, 0], [0, 0, 0]])
    >>> [ax.get_title(loc="right") for ax in fig.axes[1::2]]
    ['largest gap 0', 'largest gap 1', 'largest gap 1']
    """
    responses, floors, foretold = np.asarray(responses), np.asarray(floors), np.asarray(foretold)
    fig, axes = style.subplots(3, 2, height=4.6, width_ratios=[1, 2.6], sharex="col", sharey="col")
    names = [_("a mop"), _("a mop that gets full"), _("a mop that dries")]
    places = np.arange(responses.shape[1])
    axes[0, 0].set(xlim=(-0.8, min(9, len(places)) - 0.2), ylim=(0, 1.5 * responses.max()), xticks=[0, 5])
    axes[0, 0].set_yticks([0, 0.5], ["0", "0.5"])
    axes[0, 1].set(xlim=(-0.8, len(places) - 0.2), ylim=(0, 1.25 * max(floors.max(), foretold.max())))
    axes[0, 1].set_xticks(places[::5])
    for (left, right), name, response, floor, dots in zip(axes, names, responses, floors, foretold, strict=True):
        gap = np.abs(floor - dots).max()
        colour = style.BLUE if gap < 1e-9 else style.RED
        left.bar(places, response, color=style.GREEN)
        left.set_title(name)
        right.bar(places, floor, color=style.FILL, edgecolor=style.MUTED)
        right.plot(places, dots, "o" if gap < 1e-9 else "X", color=colour, markersize=5, clip_on=False)
        right.set_title(_("largest gap {gap}").format(gap=f"{gap if gap > 1e-9 else 0:.2g}"), loc="right", color=colour)
    for ax, label in zip(axes[2], [_("places after the stain"), _("place on the floor")], strict=True):
        ax.set_xlabel(label)
    return fig
