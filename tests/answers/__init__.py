"""The answers to the cookbook's questions, computed once more: in pandas, from printed cells.

`ANSWERS` holds a function a question: from the tables of a warehouse to a frame with the columns
and the order its SELECT promises. None of them reads a mart or the SELECT itself.
"""

from tests.answers import bodies, figures, requests, reviews

ANSWERS = {
    answer.__name__: answer
    for module in (bodies, figures, requests, reviews)
    for answer in module.ANSWERS
}
