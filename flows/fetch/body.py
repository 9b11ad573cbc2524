"""The body of an answer, whole and within its limit, or not at all.

In: the chunks a server sends and what it says they are. Out: the bytes of the document.
Refused with a sentence: more bytes than the limit, also once unpacked; a packing nobody asked
for; packed bytes that are broken or end too soon.
"""

import zlib
from collections.abc import Iterable

_PIECE = 256 * 1024
MIB = 1024 * 1024


class BadBody(ValueError):
    """A body that cannot be had; why."""


def read_body(chunks: Iterable[bytes], packing: str, announced: str, limit: int) -> bytes:
    """Put together what a server sends; `limit` in bytes, `announced` its Content-Length.

    Raises:
        BadBody: too large, or not to be unpacked.
    """
    if announced.isdigit() and int(announced) > limit:
        raise BadBody(f"larger than {limit / MIB:g} MiB: {int(announced) / MIB:,.0f} announced")
    body = bytearray()
    for piece in _unpacked(chunks, packing.strip().lower()):
        body += piece
        if len(body) > limit:
            raise BadBody(f"larger than {limit / MIB:g} MiB")
    return bytes(body)


def _unpacked(chunks: Iterable[bytes], packing: str) -> Iterable[bytes]:
    if packing in ("", "identity"):
        return chunks
    if packing in ("gzip", "x-gzip"):
        return _inflated(chunks, 16 + zlib.MAX_WBITS, packing)
    if packing == "deflate":
        return _inflated(chunks, zlib.MAX_WBITS, packing)
    raise BadBody(f"packed as {packing}, which was not asked for")


def _inflated(chunks: Iterable[bytes], window: int, packing: str) -> Iterable[bytes]:
    """Unpack piece by piece: a bomb is unpacked no further than its reader goes on."""
    inflater = zlib.decompressobj(window)
    began = False
    try:
        for chunk in chunks:
            began = began or bool(chunk)
            rest = chunk
            while rest and not inflater.eof:
                yield inflater.decompress(rest, _PIECE)
                rest = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error as error:
        raise BadBody(f"its {packing} is broken: {error}") from error
    if began and not inflater.eof:
        raise BadBody(f"its {packing} ends too soon")
