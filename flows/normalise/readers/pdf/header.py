"""A header of several rows put in order: level by level, each from left to right.

In: the words above a row of numbers. Out: the labels they make, as a table would list them
row by row. A label that goes over several rows stands half way down, so its height does not
tell its row. What is below it does: a label is as far below the top of its cell as it is
above the top of what it stands on, and the lowest stand on the first row of numbers. Where
that row begins is not drawn either: it begins where the labels fall into the fewest levels.
If they fall into fewer yet by their first lines, they hang from the tops of their cells.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from flows.normalise.readers.pdf.words import Line, above_each_other, joined, line_of

# Lines of one label follow each other closer than this, in their own size.
_LEADING = 1.5
# Labels of one level have their tops within this of each other, in their own size.
_LEVEL = 0.7
# Two labels printed side by side leave at least this, and thrice what is between their
# own characters.
_BESIDE = 0.15
_STANDS_OUT = 3
# A space within a line of a label is no wider.
_SPACE = 1.0
# A line of a label takes this much of its cell below its base.
_DESCENT = 0.05
# In points: how finely the beginning of the first row of numbers is looked for.
_STEP = 2.0

_Level = list[Line]
_Tops = list[tuple[Line, float]]


def in_levels(words: Sequence[Line], row: float, closest: float) -> list[Line]:
    """The labels that the words make, top level first; numbers stand at height `row`.

    Lines as far apart as `closest`, or more, are of two labels.
    """
    labels = _labels(words, closest)
    room = min((label.middle for label in labels), default=row) - row
    floors = [row + at * _STEP for at in range(int(max(0.0, room) / _STEP))]
    laid = [_levels(tops) for floor in floors if (tops := _tops(labels, floor))]
    hung = [(label, label.spelling[0][1].base) for label in labels]
    _, levels = min([*laid, _levels(hung)], key=lambda one: (len(one[1]), one[0]))
    return [label for level in levels for label in sorted(level, key=lambda it: it.left)]


def beside(word: Line) -> Iterator[Line]:
    """A word, or the labels of neighbouring columns that stand too close for a space."""
    gaps = [b.left - a.right for (_, a), (_, b) in pairwise(word.spelling)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    start = 0
    for at, gap in enumerate(gaps, start=1):
        if gap > _BESIDE * word.em and gap > _STANDS_OUT * usual:
            yield line_of(word.spelling[start:at])
            start = at
    yield line_of(word.spelling[start:])


def _labels(words: Sequence[Line], closest: float) -> list[Line]:
    """Words that stand on each other as close as wrapped lines do, as one label."""
    stacks: list[list[Line]] = []
    for word in sorted(words, key=lambda word: (-word.middle, word.left)):
        for stack in stacks:
            if _goes_on(stack, word, closest):
                stack.append(word)
                break
        else:
            stacks.append([word])
    return [joined(stack) for stack in stacks]


def _goes_on(label: list[Line], word: Line, closest: float) -> bool:
    """Whether a word is the next line of a label, or the rest of its last one behind a space."""
    *above, last = label
    step = last.middle - word.middle
    if above_each_other(last, word):
        return 0 < step <= min(_LEADING * word.em, closest)
    is_rest = step == 0 and 0 <= word.left - last.right <= _SPACE * word.em
    return is_rest and any(above_each_other(line, word) for line in above)


def _levels(tops: _Tops) -> tuple[float, list[_Level]]:
    """How far the tops of a level differ, all told, and the labels by their tops."""
    levels: list[_Level] = []
    uneven = highest = 0.0
    for label, top in sorted(tops, key=lambda one: -one[1]):
        if levels and highest - top <= _LEVEL * label.em:
            levels[-1].append(label)
            uneven += highest - top
        else:
            levels.append([label])
            highest = top
    return uneven, levels


def _tops(labels: list[Line], floor: float) -> _Tops:
    """Each label and the top of its cell, from the lowest up; nothing if one lacks room."""
    tops: _Tops = []
    for label in sorted(labels, key=lambda label: label.middle):
        ceiling = min(glyph.base for _, glyph in label.spelling) - _DESCENT * label.em
        under = [top for other, top in tops if above_each_other(label, other)]
        around = [top for top in _around(label, tops) if top <= ceiling]
        stands_on = max([*under, *around], default=floor)
        if stands_on > ceiling:
            return []
        tops.append((label, 2 * label.middle - stands_on))
    return tops


def _around(label: Line, tops: _Tops) -> list[float]:
    """The tops of lower labels on both sides: a group of two stands between its halves."""
    left = {round(other.middle): top for other, top in tops if other.right <= label.left}
    right = {round(other.middle): top for other, top in tops if other.left >= label.right}
    return [max(left[height], right[height]) for height in left.keys() & right.keys()]
