"""The words that figures stated in prose are looked for by."""

from itertools import permutations

from flows.extract.prose import statement_words


def test_no_word_of_a_figure_hides_the_beginning_of_another() -> None:
    hiding = [
        (one, other)
        for one, other in permutations(statement_words(), 2)
        if other in one or any(one.endswith(other[:size]) for size in range(1, len(other)))
    ]
    assert hiding == []
