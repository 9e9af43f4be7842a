"""Archives of dumps -> files that readers read. Reads: tar, packed or not. Emits: paths, one after the other.

ORCID's is an archive of twenty million small files of one record each: those that stand behind each other are put into
one file of some size, since to open a file costs more than to read it.
"""

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from kg.errors import InputError
from kg.packed import packing_of
from kg.readers.syntax.packed import open_bytes

_TAR: Final = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")
_SMALL: Final = 1 << 20
"""Bytes of a file below which it is put together with others."""
_TOGETHER: Final = 1 << 26
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?")
_BEGINNINGS: Final = frozenset({b"<", b"{"})
"""What files begin with that can stand behind each other."""


def is_archive(path: Path) -> bool:
    """Return whether a file is an archive by its name."""
    return path.name.lower().endswith(_TAR)


def files_in(path: Path, work: Path) -> Iterator[Path]:
    """Yield files with what stands in an archive; each is gone when the next one comes.

    Args:
        path: the archive; what it is packed with is told by its bytes.
        work: a folder for the files.

    Raises:
        InputError: the archive cannot be read.
    """
    together = bytearray()
    try:
        with open_bytes(path) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            for name, content, file in _members(archive):
                plain = _DECLARATION.sub(b"", content, count=1)
                small = len(content) < _SMALL and plain[:1] in _BEGINNINGS and packing_of(content) is None
                if together and (not small or together[:1] != plain[:1] or len(together) > _TOGETHER):
                    yield _written(together, work)
                    together.clear()
                if small:
                    together += plain + b"\n"
                else:
                    yield _copied(content, file, work / f"member{Path(name).suffix}")
    except (tarfile.TarError, OSError) as error:
        raise InputError(f"{path} cannot be read: {error}: fetch it again", source=str(path)) from error
    if together:
        yield _written(together, work)


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes, IO[bytes]]]:
    """Yield the files of an archive: name, beginning, what follows."""
    for member in archive:
        file = archive.extractfile(member) if member.isfile() and member.size else None
        if file is not None:
            yield member.name, file.read(_SMALL), file


def _written(together: bytearray, work: Path) -> Path:
    target = work / "together"
    target.write_bytes((b"<records>\n" if together[:1] == b"<" else b"") + together)
    return target


def _copied(content: bytes, file: IO[bytes], target: Path) -> Path:
    with target.open("wb") as out:
        while content:
            out.write(content)
            content = file.read(_SMALL)
    return target
