"""Packed bytes -> plain bytes. Reads: what gzip, bzip2, xz, zstd packed, told by its first bytes. Emits: streams."""

import bz2
import gzip
import lzma
import zlib
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

LONGEST_MARK: Final = 6
"""So many of the first bytes tell how a stream is packed."""
_MARKS: Final = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


def packing_of(head: bytes) -> str | None:
    """Return what packed a stream that begins so (gzip, bzip2, xz, zstd), None if nothing did."""
    return next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)


def plain_stream(packing: str, packed: Path | BinaryIO) -> BinaryIO:
    """Return the plain bytes of a file or a stream.

    Raises:
        ImportError: it is packed with zstd, and this Python cannot read that.
    """
    if packing == "gzip":
        return cast("BinaryIO", gzip.open(packed))
    if packing == "bzip2":
        return cast("BinaryIO", bz2.open(packed))
    if packing == "xz":
        return cast("BinaryIO", lzma.open(packed))
    return cast("BinaryIO", zstd_module().open(packed, "rb"))


def zstd_module() -> Any:  # noqa: ANN401 - a module
    """Return the zstd module: Python's own from 3.14 on, else its backport.

    Raises:
        ImportError: there is neither.
    """
    try:
        return import_module("compression.zstd")
    except ImportError:
        return import_module("backports.zstd")


def damages() -> tuple[type[Exception], ...]:
    """Return what damaged packed bytes raise, `OSError` left out."""
    try:
        own: tuple[type[Exception], ...] = (zstd_module().ZstdError,)
    except ImportError:
        own = ()
    return (EOFError, zlib.error, lzma.LZMAError, *own)
