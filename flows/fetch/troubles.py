"""Why a document was not had: what may pass, what will not, and each in a sentence."""

import re
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from flows.fetch.connect import NotPublic, UnknownHost


class Unfetched(RuntimeError):
    """A document that cannot be had, and will not be by trying again tonight."""

    def __init__(self, sentence: str, status: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status


class Gone(Unfetched):
    """The server says that it has no such document (404) or no more (410)."""


class Refused(Unfetched):
    """A document that robots.txt forbids."""


class Away(Unfetched):
    """A document whose host is left for tonight."""


class Silent(Unfetched):
    """A document whose host cannot be reached, or cannot finish an answer."""


class Passing(RuntimeError):
    """A trouble that may pass; `after` so many seconds, where the server says so."""

    def __init__(self, sentence: str, after: float | None = None) -> None:
        super().__init__(sentence)
        self.after = after


_LASTING = (NotPublic, UnknownHost)
_CUT = re.compile(r"without sending complete message body|incomplete chunked read")


def reason(error: httpx.HTTPError) -> Passing | Silent:
    """What to make of a request that failed without an answer."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            name = cause.reason or "SSL"
            detail = getattr(cause, "verify_message", "") or ""
            return Silent(f"TLS error {name}{': ' if detail else ''}{detail}")
        if isinstance(cause, _LASTING):
            return Silent(str(cause))
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectTimeout):
        return Passing("the host does not answer")
    if isinstance(error, httpx.TimeoutException):
        return Passing("the server stopped sending")
    if _CUT.search(str(error)):
        return Passing("the connection was cut half-way")
    return Passing(f"the connection failed: {error or type(error).__name__}")


def seconds_asked(retry_after: str | None) -> float | None:
    """How long a server asks to be left alone: seconds, or until a date (RFC 9110, 10.2.3)."""
    if retry_after is None:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
