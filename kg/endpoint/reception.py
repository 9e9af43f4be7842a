"""A response -> the octets of its answer. Reads: an HTTP response. Emits: bytes, never more than allowed.

The body is read piece by piece, so that an endless one costs no more memory than the limit.
"""

import html
import http.client
import re
import zlib
from collections.abc import Iterator

_PIECE = 1 << 16
_PAGE = 1 << 14  # octets of an error page: its message stands at its top
_LONGEST_EXCERPT = 200
_GZIP = 31  # zlib: a gzip head, 32 KiB window
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip"})


class TooLargeError(Exception):
    """A body of more bytes than allowed."""


class CutError(Exception):
    """A body that ends before its end."""


class EncodingError(Exception):
    """A body that cannot be unpacked."""


def media_type(response: http.client.HTTPResponse) -> str:
    """Return the media type of a response in small letters, without parameters; "" if it has none."""
    return (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def body(response: http.client.HTTPResponse, size: int) -> bytes:
    """Return the whole body of a response, unpacked.

    Raises:
        TooLargeError: it has more than `size` bytes.
        CutError: it ends too early.
        EncodingError: it cannot be unpacked.
    """
    encoding = (response.headers.get("Content-Encoding") or "").strip().lower()
    if encoding not in _ENCODINGS:
        raise EncodingError(f"it is packed as {encoding[:40]!r}, which was not asked for")
    if response.length is not None and response.length > size:
        raise TooLargeError
    received = _pieces(response)
    pieces, left = [], size
    for piece in _unpacked(received, size) if encoding.endswith("gzip") else received:
        pieces.append(piece)
        left -= len(piece)
        if left < 0:
            raise TooLargeError
    return b"".join(pieces)


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    try:
        while piece := response.read(_PIECE):
            yield piece
    except http.client.IncompleteRead as error:
        raise CutError from error
    if response.length:  # http.client only complains about this when all is read at once
        raise CutError


def _unpacked(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(_GZIP)
    try:
        for piece in pieces:
            yield unpacking.decompress(piece, size + 1)
    except zlib.error as error:
        raise EncodingError(f"it is no gzip: {error}") from error
    if unpacking.unused_data:
        raise EncodingError("something stands after its end")
    if not unpacking.eof:
        raise CutError


def excerpt(response: http.client.HTTPResponse) -> str:
    """Return what an error page says, on one line, safe for a terminal; "" if it says nothing or cannot be read."""
    try:
        page = response.read(_PAGE)
        if "gzip" in (response.headers.get("Content-Encoding") or "").lower():
            page = zlib.decompressobj(_GZIP).decompress(page, _PAGE)
    except (OSError, http.client.HTTPException, zlib.error):
        return ""
    return readable(page)


def ending(octets: bytes) -> str:
    """Return how a body ends, where endpoints write what stopped them, safe for a terminal."""
    return _one_line(octets[-_LONGEST_EXCERPT:].decode("utf-8", "replace"))


def readable(page: bytes) -> str:
    """Return the gist of a page on one line, without control characters: the title of HTML, else its beginning."""
    text = page[:_PAGE].decode("utf-8", "replace")
    title = re.search(r"<(title|h1)\b[^>]*>([^<]*)</", text, re.IGNORECASE)
    if title and title[2].strip():
        text = html.unescape(title[2])
    elif text.lstrip()[:1] == "<":
        text = html.unescape(re.sub(r"<[^<>]*>", " ", text))
    shown = _one_line(text)
    return shown if len(shown) <= _LONGEST_EXCERPT else f"{shown[:_LONGEST_EXCERPT]} ..."


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
