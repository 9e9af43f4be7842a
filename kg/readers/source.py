"""Files, folders, globs, standard input -> sources whose lines can be read. Reads: paths. Emits: Source, Line.

Nothing is trusted: a file is opened twice as a stream, once for its digest and its encoding and once for its lines;
a line longer than `LONGEST_LINE` is handed on as its beginning and the digest of the whole.
"""

import codecs
import glob
import hashlib
import io
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct

from kg.errors import InputError
from kg.names import strip_edges
from kg.readers.encodings import HEAD, encoding_of, is_iso_2022_jp, sample_of
from kg.readers.syntax.packed import is_packed, open_bytes

STDIN = "-"
LONGEST_LINE = 1_000_000
"""Characters. The longest abstracts that publishers accept have some ten thousand."""
_CHUNK = 1 << 20
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]|^\s|\s$")
_LEAST_UTF16 = 32
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_BOMS_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are not UTF-8 as Windows-1252, the superset of Latin-1 that browsers take it for."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(_byte_as_windows_1252(b) for b in bad), error.end


def _byte_as_windows_1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no meaning there; WHATWG Encoding maps them to C1 controls
        return chr(byte)


codecs.register_error("windows-1252", _as_windows_1252)


class Part(Struct, frozen=True):
    """A part of the bytes of a file that is read for itself, and the number of the line that it begins with."""

    start: int
    end: int
    first_line: int


class Source(Struct, frozen=True, kw_only=True):
    """A readable file. `encoding` is a codec name; `stray_bytes` says that some bytes are none of that encoding."""

    path: str
    name: str
    by_hand: bool
    sha256: str
    size: int
    encoding: str
    binary: bool
    stray_bytes: bool
    encoding_by: str = ""
    """Who says which encoding it is, of text that is not UTF-8: `declared` or `guessed`."""
    size_on_disk: int = 0
    """Of a packed file this is less than `size`."""
    modified: int = 0
    """When the file was changed last, in nanoseconds of its file system, as its digest was taken."""
    columns: tuple[tuple[str, str], ...] = ()
    """What the user says of the columns of tables: (name of the column, field)."""
    part: Part | None = None
    """What of the file is read, if it is not the whole."""

    def has_changed(self) -> bool:
        """Return whether the file is another one than when its digest was taken, or is gone."""
        try:
            now = Path(self.path).stat()
        except OSError:
            return True
        return (now.st_size, now.st_mtime_ns) != (self.size_on_disk, self.modified)


class Line(Struct, frozen=True):
    """A line without its end. `number` counts from 1. `sha256` is set where `text` is only the beginning."""

    number: int
    text: str
    sha256: str | None = None
    length: int = 0

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not strip_edges(self.text)


class Place(Struct, frozen=True):
    """A path to open, and whether the user named it (else it was met in a folder)."""

    path: str
    by_hand: bool


def find_places(names: Iterable[str]) -> list[Place]:
    """Return the files that `names` mean, each once, in path order.

    A name is a file, a folder (searched recursively, hidden entries left out, links to folders not followed), a
    glob, or `-` for standard input.

    Raises:
        InputError: a name means no file.
    """
    places: dict[str, Place] = {}
    for name in names:
        if name == STDIN:
            places.setdefault(name, Place(name, by_hand=True))
            continue
        for found in _expand(name):
            known = places.get(found.path)
            if known is None or found.by_hand:
                places[found.path] = found
    return [places[path] for path in sorted(places)]


def _expand(name: str) -> Iterator[Place]:
    # os.path, for pathlib raises on a name that is too long or stands in a folder that is closed to us
    if os.path.isdir(name):  # noqa: PTH112
        yield from (Place(inner, by_hand=False) for inner in _files_below(Path(name)))
    elif os.path.lexists(name):
        yield Place(str(Path(name)), by_hand=True)
    else:
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob refuses absolute patterns
        if not matches:
            told = f"{shown(name)}: there is no such file, folder or match" if name else "an empty name is no source"
            raise InputError(f"{told}; check the path", source=shown(name))
        for match in matches:
            if Path(match).is_dir():
                yield from (Place(inner, by_hand=False) for inner in _files_below(Path(match)))
            else:
                yield Place(match, by_hand=True)


def _files_below(folder: Path) -> Iterator[str]:
    closed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=closed.append):  # does not follow links to folders: no loops
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (str(Path(root, f)) for f in sorted(files) if not f.startswith("."))
    yield from (str(error.filename) for error in closed)


def shown(name: str) -> str:
    r"""Return the name of a file as one line of text.

    Bytes that are no UTF-8, control characters and blanks at its edges are written like `\xff`.
    """
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _UNSEEN.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def document_names(paths: Iterable[str]) -> dict[str, str]:
    """Return for each path its base name, or the shortest end of the path that no other path shares."""
    parts = {path: Path(path).parts if path != STDIN else ("stdin",) for path in paths}
    names: dict[str, str] = {}
    depth, open_paths = 1, list(parts)
    while open_paths:
        ends = {path: shown("/".join(parts[path][-depth:])) for path in open_paths}
        counts = Counter(ends.values())
        unique = [p for p in open_paths if counts[ends[p]] == 1 or depth >= len(parts[p])]
        names.update((p, ends[p]) for p in unique)
        open_paths = [p for p in open_paths if p not in names]
        depth += 1
    return names


def open_source(place: Place, name: str, spool: Path, *, whole: bool = True) -> Source:
    """Return the source at a place, after one pass over its bytes, or (not `whole`) over the first of them.

    Standard input is copied into the folder `spool`, since it is read twice. Of a source whose beginning alone was
    looked at, digest and size are those of the beginning.

    Raises:
        InputError: it cannot be opened or read.
    """
    path = _copy_of_stdin(spool) if place.path == STDIN else place.path
    try:
        if os.path.isdir(path):  # noqa: PTH112
            raise InputError(f"{name}: a folder that cannot be opened; check its permissions", source=name)
        if not Path(path).is_file():
            raise InputError(f"{name}: not a regular file; name a file or a folder", source=name)
        with open_bytes(Path(path)) as stream:
            seen = stream if whole else io.BytesIO(stream.read(_CHUNK))
            return _examined(seen, path=path, name=name, by_hand=place.by_hand, whole=whole)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            f"{name}: cannot be read ({reason}); check the file and its permissions", source=name
        ) from None


def _copy_of_stdin(spool: Path) -> str:
    with tempfile.NamedTemporaryFile(dir=spool, prefix="stdin-", delete=False) as copy:
        while chunk := sys.stdin.buffer.read(_CHUNK):
            copy.write(chunk)
    return copy.name


def _examined(stream: IO[bytes], *, path: str, name: str, by_hand: bool, whole: bool) -> Source:
    status = Path(path).stat()
    digest, size, nul, stray = hashlib.sha256(), 0, False, False
    encoding, decoder, head, sample = "", _decoder("utf-8"), b"", b""
    while chunk := stream.read(_CHUNK):
        if not size:
            encoding, head = _by_mark(chunk), chunk[:HEAD]
            decoder = _decoder(encoding or "utf-8")
        digest.update(chunk)
        size += len(chunk)
        nul = nul or b"\0" in chunk
        stray = stray or not _decodes(decoder, chunk)
        sample = sample or (sample_of(chunk) if stray else b"")
    stray = stray or not _decodes(decoder, b"", final=whole)
    told = encoding_of(head, sample) if stray and not (encoding or nul) else None
    if told is not None and told.codec != "cp1252":
        encoding = told.codec
        stray = not _is_all(stream, encoding, whole=whole)
    marked = encoding.startswith(("utf-16", "utf-32"))
    if whole and is_packed(Path(path)):  # known by the bytes of the file, as `sha256sum` sees them
        with Path(path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
    return Source(
        path=path, name=name, by_hand=by_hand, sha256=digest.hexdigest(), size=size, encoding=encoding or "utf-8",
        binary=nul and not marked, stray_bytes=stray, encoding_by=told.told_by if told is not None else "",
        size_on_disk=status.st_size, modified=status.st_mtime_ns,
    )  # fmt: skip


def _is_all(stream: IO[bytes], encoding: str, *, whole: bool) -> bool:
    """Return whether all bytes of a stream are of an encoding."""
    stream.seek(0)
    decoder = _decoder(encoding)
    chunks = iter(lambda: stream.read(_CHUNK), b"")
    return all(_decodes(decoder, chunk) for chunk in chunks) and _decodes(decoder, b"", final=whole)


def beginning(source: Source, characters: int = 1 << 16) -> str:
    """Return the first characters of a source, for those who recognise formats."""
    with io.TextIOWrapper(open_bytes(Path(source.path)), source.encoding, "replace", newline=None) as stream:
        return stream.read(characters)


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)()


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _by_mark(beginning: bytes) -> str:
    """Return the encoding that a byte order mark, or the zero bytes of ASCII text in UTF-16, betray; else `""`."""
    for mark, encoding in (*_BOMS, *_BOMS_16):
        if beginning.startswith(mark):
            return encoding
    if is_iso_2022_jp(beginning):
        return "iso2022_jp"
    head = beginning[:2000]
    if len(head) < _LEAST_UTF16:
        return ""
    if head[1::2].count(0) > 0.4 * len(head) and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > 0.4 * len(head) and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def lines(source: Source) -> Iterator[Line]:
    """Yield the lines of a source; CR, LF and CRLF end one, a form feed or U+2028 does not."""
    errors = "windows-1252" if source.encoding.startswith("utf-8") else "replace"
    with io.TextIOWrapper(open_bytes(Path(source.path)), source.encoding, errors, newline=None) as stream:
        number = 0
        while text := stream.readline(LONGEST_LINE):
            number += 1
            if len(text) < LONGEST_LINE or text.endswith("\n"):
                yield Line(number, text.rstrip("\n"))
            else:
                yield _long_line(number, text, stream)


def _long_line(number: int, text: str, stream: IO[str]) -> Line:
    digest, length, piece = hashlib.sha256(), 0, text
    while piece:
        digest.update(piece.encode(errors="replace"))
        length += len(piece.rstrip("\n"))
        if piece.endswith("\n"):
            break
        piece = stream.readline(LONGEST_LINE)
    return Line(number, text[:2000], digest.hexdigest(), length)
