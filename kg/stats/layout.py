"""Coauthors -> places for a drawing. Reads: who writes with whom. Emits: points, the same ones on every machine."""

import math
from collections.abc import Sequence
from itertools import combinations

from kg.stats.network import Coauthors, groups

Point = tuple[float, float]

_STEPS = 300
_ROUNDS = 60  # of pushing labels apart
_DIGITS = 9  # places of a coordinate that are kept, so that libraries' last bits do not add up
_SIDES, _ENDS = 0.13, 0.06  # parts of a box that stay free for labels: left and right, top and bottom
_APART = (1.15, 0.34)  # inches between neighbours, across or up, so that their labels have room


def layout(network: Coauthors, *, width: float, height: float) -> list[Point]:
    """Return a place for each person in a box from (0, 0) to (`width`, `height`).

    Each group is laid out by springs (Fruchterman and Reingold, 1991) from fixed places, and gets a slice of the box
    by its number of persons.
    """
    points: list[Point] = [(0.0, 0.0)] * len(network.names)
    parts = groups(network)
    for group, (left, top, wide, high) in zip(parts, _boxes([len(part) for part in parts], width, height), strict=True):
        places = {person: at for at, person in enumerate(group)}
        edges = [(places[a], places[b], weight) for a, b, weight in network.edges if a in places]
        drawn = _lying(_springs(len(group), edges), across=wide >= high)
        for person, (x, y) in zip(group, _spread(drawn, wide, high), strict=True):
            points[person] = left + x, top + y
    return points


def _boxes(sizes: Sequence[int], width: float, height: float) -> list[tuple[float, float, float, float]]:
    """Return a box for each size: halves by sum, across the longer side, again and again."""
    if len(sizes) < 2:
        return [(0.0, 0.0, width, height)] * len(sizes)
    weights = [size + 1.0 for size in sizes]  # a lonely pair needs room for its labels too
    total = sum(weights)
    cut = min(range(1, len(sizes)), key=lambda at: (abs(sum(weights[:at]) - total / 2), at))
    share = sum(weights[:cut]) / total
    if width >= height * 1.2:
        first = _boxes(sizes[:cut], width * share, height)
        second = _boxes(sizes[cut:], width * (1 - share), height)
        return [*first, *((x + width * share, y, w, h) for x, y, w, h in second)]
    first = _boxes(sizes[:cut], width, height * share)
    second = _boxes(sizes[cut:], width, height * (1 - share))
    return [*first, *((x, y + height * share, w, h) for x, y, w, h in second)]


def _springs(count: int, edges: Sequence[tuple[int, int, int]]) -> list[Point]:
    """Return places where connected ones are near each other and no two at the same place."""
    turn = math.pi * (3 - math.sqrt(5))  # the golden angle: no two beginnings on one line
    points = [
        _rounded(math.sqrt(at + 0.5) * math.cos(at * turn), math.sqrt(at + 0.5) * math.sin(at * turn))
        for at in range(count)
    ]
    degrees = [sum(at in edge[:2] for edge in edges) for at in range(count)]
    pulls = [(a, b, 2 * min(weight, 4) ** 0.5 / math.sqrt(degrees[a] * degrees[b])) for a, b, weight in edges]
    for step in range(_STEPS if count > 2 else 0):
        forces = _forces(points, pulls)
        reach = (1 - step / _STEPS) * 0.5
        points = [_moved(point, force, reach) for point, force in zip(points, forces, strict=True)]
    return points


def _forces(points: Sequence[Point], pulls: Sequence[tuple[int, int, float]]) -> list[Point]:
    """Return the force on each point: away from all others, towards its co-authors, less in a crowd of edges."""
    across, up = [-0.02 * x for x, _ in points], [-0.02 * y for _, y in points]
    for a, b in combinations(range(len(points)), 2):
        x, y = points[a][0] - points[b][0], points[a][1] - points[b][1]
        push = 1 / max(x * x + y * y, 1e-4)
        across[a], up[a] = across[a] + x * push, up[a] + y * push
        across[b], up[b] = across[b] - x * push, up[b] - y * push
    for a, b, strength in pulls:
        x, y = points[a][0] - points[b][0], points[a][1] - points[b][1]
        across[a], up[a] = across[a] - x * strength, up[a] - y * strength
        across[b], up[b] = across[b] + x * strength, up[b] + y * strength
    return list(zip(across, up, strict=True))


def _moved(point: Point, force: Point, reach: float) -> Point:
    length = math.sqrt(force[0] ** 2 + force[1] ** 2)
    scale = min(length, reach) / length if length else 0.0
    return _rounded(point[0] + force[0] * scale, point[1] + force[1] * scale)


def _rounded(x: float, y: float) -> Point:
    return round(x, _DIGITS), round(y, _DIGITS)


def _lying(points: Sequence[Point], *, across: bool) -> list[Point]:
    """Return the points turned so that they are widest across, or upwards."""
    middle = [sum(point[at] for point in points) / len(points) for at in (0, 1)]
    moved = [(x - middle[0], y - middle[1]) for x, y in points]
    spread = sum(x * x - y * y for x, y in moved)
    slant = 2 * sum(x * y for x, y in moved)
    turn = -math.atan2(slant, spread) / 2 + (0.0 if across else math.pi / 2)
    cos, sin = math.cos(turn), math.sin(turn)
    return [_rounded(x * cos - y * sin, x * sin + y * cos) for x, y in moved]


def _spread(points: Sequence[Point], width: float, height: float) -> list[Point]:
    """Return places stretched to fill a box but for its margins, with room for labels; few stay near its middle."""
    reach = 0.4 + 1.1 * math.sqrt(len(points))
    free = min(width * (1 - 2 * _SIDES), reach * 1.4), min(height * (1 - 2 * _ENDS), reach)
    corner = (width - free[0]) / 2, (height - free[1]) / 2
    places = _filling(points, corner, free)
    for _ in range(_ROUNDS):
        places = _filling(_pushed(places), corner, free)
    return places


def _filling(points: Sequence[Point], corner: Point, free: Point) -> list[Point]:
    sides = []
    for at in (0, 1):
        low, high = min(point[at] for point in points), max(point[at] for point in points)
        if high - low < 1e-6:
            sides.append([corner[at] + free[at] / 2] * len(points))
        else:
            sides.append([corner[at] + free[at] * (point[at] - low) / (high - low) for point in points])
    return [_rounded(x, y) for x, y in zip(*sides, strict=True)]


def _pushed(points: Sequence[Point]) -> list[Point]:
    """Return the points after those that are too near have gone half of the shortest way apart."""
    moved = list(points)
    for a, b in combinations(range(len(points)), 2):
        x, y = moved[b][0] - moved[a][0], moved[b][1] - moved[a][1]
        lacking = _APART[0] - abs(x), _APART[1] - abs(y)
        if min(lacking) <= 0:
            continue
        if lacking[1] <= lacking[0] / 2:
            step = math.copysign(lacking[1] / 4, y)
            moved[a], moved[b] = (moved[a][0], moved[a][1] - step), (moved[b][0], moved[b][1] + step)
        else:
            step = math.copysign(lacking[0] / 8, x)
            moved[a], moved[b] = (moved[a][0] - step, moved[a][1]), (moved[b][0] + step, moved[b][1])
    return moved
