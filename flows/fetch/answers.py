"""What a server's answer is: the document, a redirect, "the same as yours", or a trouble.

In: an answer whose body has not been read. Out: an `Answer`, its body whole and within the limit.
"""

from dataclasses import dataclass

import httpx

from flows.fetch.body import read_body
from flows.fetch.raw import Served
from flows.fetch.troubles import Gone, Passing, Unfetched, seconds_asked

_KEPT = ("content-type", "content-length", "content-encoding", "etag", "last-modified", "date")
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: the document, or None where it says that ours is the same."""

    content: bytes | None
    served: Served


def read_answer(answer: httpx.Response, limit: int) -> Answer:
    """What an answer says, and its body where it is the document.

    Raises:
        Gone, Passing, Unfetched, BadBody: it is not the document.
    """
    status = answer.status_code
    served = Served(
        str(answer.url), status, {n: answer.headers[n] for n in _KEPT if n in answer.headers}
    )
    if status in _MOVED and "location" in answer.headers:
        served.headers["location"] = answer.headers["location"]
        return Answer(None, served)
    if status == 304:
        answer.read()  # it has no body, and read to its end the connection is kept
        return Answer(None, served)
    if status in _GONE:
        raise Gone(f"the server answered {status}", status)
    if status in _PASSING:
        after = seconds_asked(answer.headers.get("retry-after"))
        raise Passing(f"the server answered {status}", after)
    if status != 200:
        raise Unfetched(f"the server answered {status}", status)
    packing = answer.headers.get("content-encoding", "")
    announced = answer.headers.get("content-length", "")
    return Answer(read_body(answer.iter_raw(), packing, announced, limit), served)
