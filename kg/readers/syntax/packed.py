"""Compressed files -> their bytes. Reads: gzip, bzip2, xz, zstandard. Emits: a byte stream that cannot explode.

Found by the first bytes, whatever the name of the file.
"""

import io
from pathlib import Path
from typing import IO, Any, BinaryIO, cast
from weakref import WeakValueDictionary

from kg.errors import InputError
from kg.packed import LONGEST_MARK, damages, packing_of, plain_stream

MOST_BYTES = 1 << 40
MOST_EXPANSION = 1_000
"""A megabyte of bibliography shrinks to some hundred thousand bytes, never below a thousand."""
_READ: WeakValueDictionary[str, BinaryIO] = WeakValueDictionary()
"""The files that are being read, by their paths: how far, those want to know who wait."""
_DAMAGES: tuple[type[Exception], ...] = (ValueError, *damages())
_SMALL = 1 << 27
"""Bytes below which no expansion is dangerous."""


def open_bytes(path: Path) -> IO[bytes]:
    """Return the bytes of a file, unpacked if it is packed. Reading raises InputError where a file explodes.

    Raises:
        OSError: the file cannot be opened.
        InputError: it is packed with zstandard, and this Python cannot unpack that.
    """
    file = path.open("rb")
    _READ[str(path)] = file
    packing = packing_of(file.read(LONGEST_MARK))
    file.seek(0)
    if packing is None:
        return file
    try:
        return _guarded(plain_stream(packing, file), file, path)
    except ImportError:
        file.close()
        message = f"{path.name}: packed with zstandard; install scholarkg[zstd], or unpack the file first (unzstd)"
        raise InputError(message, source=path.name) from None


def is_packed(path: Path) -> bool:
    """Return whether the file is compressed in a way that `open_bytes` undoes."""
    with path.open("rb") as file:
        return packing_of(file.read(LONGEST_MARK)) is not None


def share_read(path: Path) -> float:
    """Return how much of a file was read by who opened it last, from 0 to 1; 0 where nobody reads it."""
    file = _READ.get(str(path))
    try:
        return file.tell() / max(path.stat().st_size, 1) if file is not None else 0.0
    except (OSError, ValueError):  # it is closed, or gone
        return 0.0


def _guarded(stream: IO[bytes], file: IO[bytes], path: Path) -> IO[bytes]:
    return cast("IO[bytes]", io.BufferedReader(_Guard(stream, file, path), 1 << 18))


class _Guard(io.RawIOBase):
    """A packed stream that counts what comes out of it."""

    def __init__(self, stream: IO[bytes], file: IO[bytes], path: Path) -> None:
        super().__init__()
        self._stream = stream
        self._file = file
        self._path = path
        self._most = min(MOST_BYTES, max(_SMALL, path.stat().st_size * MOST_EXPANSION))
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        try:
            chunk = self._stream.read(len(buffer))
        except _DAMAGES as error:
            raise OSError(f"damaged: {error}") from error
        self._read += len(chunk)
        if self._read > self._most:
            message = f"{self._path.name}: unpacks to more than {self._most:,} bytes; that is no bibliography"
            raise InputError(message, source=self._path.name)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        self._file.close()
        super().close()
