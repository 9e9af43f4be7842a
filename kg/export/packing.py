"""Packed bytes <-> plain bytes. Reads: streams packed with gzip, zstd, bzip2, xz. Emits: plain ones, and back.

What is read is told by its first bytes, what is written by the suffix of its name. Packed bytes hold neither a name
nor a time, so that the same graph gives the same file.
"""

import bz2
import gzip
import io
import lzma
import zlib
from importlib import import_module
from typing import Any, BinaryIO, Final, cast

from kg.errors import UsageError

PACKED: Final = (".gz", ".zst", ".bz2", ".xz")
"""The suffixes of packed files; a graph is written as `.gz` and `.zst` only."""

_GZIP_MAGIC, _ZSTD_MAGIC, _BZIP2_MAGIC, _XZ_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ\x00"
_BUFFER: Final = 1 << 16
_LEVEL: Final = 9


def unpacked(stream: BinaryIO) -> BinaryIO:
    """Return the plain bytes of a stream, whatever packed it.

    Raises:
        UsageError: it is packed with zstd, and this Python cannot read that.
    """
    head = stream.read(len(_XZ_MAGIC))
    whole = rewound(head, stream)
    if head.startswith(_GZIP_MAGIC):
        return cast("BinaryIO", gzip.open(whole))
    if head.startswith(_ZSTD_MAGIC):
        return cast("BinaryIO", _zstd().open(whole))
    if head.startswith(_BZIP2_MAGIC):
        return cast("BinaryIO", bz2.open(whole))
    if head == _XZ_MAGIC:
        return cast("BinaryIO", lzma.open(whole))
    return whole


def rewound(head: bytes, rest: BinaryIO) -> BinaryIO:
    """Return a stream of `head`, which was read already, and what is left."""
    return cast("BinaryIO", io.BufferedReader(_Rewound(head, rest), _BUFFER))


def packed(out: BinaryIO, name: str) -> BinaryIO:
    """Return a stream that packs what is written to it as the suffix of `name` says; closing it leaves `out` open.

    Raises:
        UsageError: the suffix asks for zstd, and this Python cannot write that; or for a packing that is only read.
    """
    if name.endswith(".gz"):
        return cast("BinaryIO", gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=out, mtime=0))
    if name.endswith(".zst"):
        return cast("BinaryIO", _zstd().open(out, "wb"))
    if name.endswith((".bz2", ".xz")):
        raise UsageError(f"{name}: a graph is packed as .gz or .zst; choose one of them")
    return cast("BinaryIO", _Open(out))


def reading_errors() -> tuple[type[Exception], ...]:
    """Return what damaged packed bytes raise."""
    try:
        own: tuple[type[Exception], ...] = (_zstd().ZstdError,)
    except UsageError:
        own = ()
    return (OSError, EOFError, zlib.error, lzma.LZMAError, *own)


class _Rewound(io.RawIOBase):
    """Some bytes, then a stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        if not self._head:
            self._head = self._rest.read(len(buffer))
        part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._rest.close()
        super().close()


class _Open(io.BufferedIOBase):
    """Writes through and leaves the stream below open when closed."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:  # noqa: ANN401 - any bytes-like object
        return self._out.write(content)


def _zstd() -> Any:  # noqa: ANN401 - a module
    """Return the zstd module: Python's own from 3.14 on, else its backport."""
    for module in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(module)
        except ImportError:
            continue
    raise UsageError("zstd needs Python 3.14 or a package: pip install 'scholarkg[zstd]', or use .gz")
