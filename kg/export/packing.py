"""Packed bytes <-> plain bytes. Reads: streams packed with gzip, zstd, bzip2, xz. Emits: plain ones, and back.

What is read is told by its first bytes, what is written by the suffix of its name. Packed bytes hold neither a name
nor a time, so that the same graph gives the same file.
"""

import gzip
import io
from typing import Any, BinaryIO, Final, cast

from kg.errors import UsageError
from kg.packed import LONGEST_MARK, damages, packing_of, plain_stream, zstd_module

PACKED: Final = (".gz", ".zst", ".bz2", ".xz")
"""The suffixes of packed files; a graph is written as `.gz` and `.zst` only."""

_BUFFER: Final = 1 << 16
_LEVEL: Final = 9
_NO_ZSTD: Final = "zstd needs Python 3.14 or a package: pip install 'scholarkg[zstd]', or use .gz"


def unpacked(stream: BinaryIO) -> BinaryIO:
    """Return the plain bytes of a stream, whatever packed it.

    Raises:
        UsageError: it is packed with zstd, and this Python cannot read that.
    """
    head = stream.read(LONGEST_MARK)
    packing, whole = packing_of(head), rewound(head, stream)
    if packing is None:
        return whole
    try:
        return plain_stream(packing, whole)
    except ImportError:
        raise UsageError(_NO_ZSTD) from None


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
        try:
            return cast("BinaryIO", zstd_module().open(out, "wb"))
        except ImportError:
            raise UsageError(_NO_ZSTD) from None
    if name.endswith((".bz2", ".xz")):
        raise UsageError(f"{name}: a graph is packed as .gz or .zst; choose one of them")
    return cast("BinaryIO", _Open(out))


def reading_errors() -> tuple[type[Exception], ...]:
    """Return what damaged packed bytes raise."""
    return (OSError, *damages())


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
