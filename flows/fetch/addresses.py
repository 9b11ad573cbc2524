"""Addresses: one document, one identity, however it is linked.

In: a link as a page prints it, in the page's own charset. Out: an absolute http(s) address
without fragment, session id and tracking; and its identity, the name it has in the journal.
Bytes that are percent-encoded (GBK in many lists) are kept as they are.
"""

from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from w3lib.url import canonicalize_url, parse_url, safe_url_string, url_query_cleaner

from flows.fetch.wording import wording

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def absolute(link: str, base: str, charset: str = "utf-8") -> str | None:
    """The address a link leads to; None for what is no http(s) address (`mailto:`, scripts)."""
    try:
        joined = urljoin(base, link.strip())
        if urlsplit(joined).scheme not in ("http", "https"):
            return None
        # Browsers encode the query in the page's charset and the path in UTF-8.
        return plain(safe_url_string(joined, encoding=charset, path_encoding="utf-8"))
    except ValueError:
        return None


def plain(address: str) -> str:
    """An address as it is asked for: without session ids, tracking and fragment.

    Raises:
        ValueError: it is no http(s) address with a host.
    """
    parts = parse_url(wording().session_in_path.sub("", address))
    host = parts.hostname
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{address} is no http or https address")
    netloc = parts.netloc.rpartition("@")[2].lower().removesuffix(_DEFAULT_PORTS[parts.scheme])
    whole = parts._replace(netloc=netloc, path=parts.path or "/", fragment="").geturl()
    names = {pair.partition("=")[0] for pair in parts.query.split("&")}
    visits = [name for name in names if name.lower() in wording().visit_parameters]
    return url_query_cleaner(whole, visits, remove=True, unique=False) if visits else whole


@lru_cache(maxsize=8192)
def identity(address: str) -> str:
    """What an address is called in the journal: the same for all that lead to one document."""
    return canonicalize_url(plain(address))


def host_of(address: str) -> str:
    """Its host, lower case, without the port."""
    return urlsplit(address).hostname or ""


def origin_of(address: str) -> str:
    """Scheme, host and port: what a robots.txt speaks for."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
