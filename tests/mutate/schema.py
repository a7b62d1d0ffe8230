"""Which places are taken, and the text of a source with all of its mutants in it."""

import random

HEAD = "#include <tests/mutate/mutant.hpp>\n#line 1\n"


def agree(one, other):
    """Whether both fit into one text: apart, or one inside what the other leaves as it is."""
    if one.end <= other.start or other.end <= one.start:
        return True
    return holds(one, other) or holds(other, one)


def holds(outer, inner):
    return any(start <= inner.start and inner.end <= end for start, end in outer.holes)


def shares(sizes, count, least):
    """How many of `count` each name gets: by size, but not fewer than `least`."""
    total = sum(sizes.values())
    wanted = {name: count * size / total for name, size in sizes.items()}
    given = {name: max(int(wanted[name]), least) for name in sizes}
    by_rest = sorted(sizes, key=lambda name: (int(wanted[name]) - wanted[name], name))
    at = 0
    while sum(given.values()) < count:
        given[by_rest[at % len(by_rest)]] += 1
        at += 1
    while sum(given.values()) > count:
        given[max(given, key=lambda name: (given[name], name))] -= 1
    return given


def choose(places, count, seed, refused):
    """`count` of these, drawn anew for each seed; the next ones of the draw for those refused."""
    drawn = sorted(places, key=lambda place: place.key + (place.line, place.start))
    random.Random(seed).shuffle(drawn)
    taken, by_file, keys = [], {}, set()
    for place in drawn:
        if len(taken) == count:
            break
        near = by_file.setdefault(place.file, [])
        if place.key in refused or place.key in keys or not all(agree(place, one) for one in near):
            continue
        taken.append(place)
        near.append(place)
        keys.add(place.key)
    return taken


def mutated(text, places):
    """The source with these places in it; without any, as it is."""
    if not places:
        return text
    outer_first = sorted(places, key=lambda place: (place.start, -place.end,
                                                    sum(end - start for start, end in place.holes) *
                                                    -1, place.number))
    return HEAD + _render(text, 0, len(text), outer_first)


def _render(text, start, end, places):
    parts, at, rest = [], start, list(places)
    while rest:
        place = rest.pop(0)
        inner = [one for one in rest if holds(place, one)]
        rest = [one for one in rest if one not in inner]
        parts.append(text[at:place.start])
        parts.append(_changed(text, place, inner))
        at = place.end
    parts.append(text[at:end])
    return "".join(parts)


def _changed(text, place, inner):
    whole, at, filled = [], place.start, []
    for start, end in place.holes:
        held = [one for one in inner if start <= one.start and one.end <= end]
        filled.append(_render(text, start, end, held))
        whole += [text[at:start], filled[-1]]
        at = end
    whole.append(text[at:place.end])
    a, b = (filled + ["", ""])[:2]
    if "{as_written}" in place.form:
        # Twice there: lines keep their numbers because this one is written on one.
        a, b = a.replace("\n", " "), b.replace("\n", " ")
    return place.form.format(n=place.number, a=a, b=b, as_written="".join(whole))
