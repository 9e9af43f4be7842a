"""Source bytes -> records. Reads: files, folders, globs, standard input. Emits: PageFacts, Record, Reject.

One module or package a format; `syntax` is what several share. `formats` lists them and tells which one a source is in.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.model import Record, Reject
from kg.readers.formats import FORMATS, LISTING, Format, Reading, format_of
from kg.readers.source import Place, Source, beginning, document_names, find_places, open_source

__all__ = [
    "FORMATS",
    "Format",
    "Place",
    "Reading",
    "Source",
    "document_names",
    "find_places",
    "open_source",
    "read_source",
]

_BINARY = "a binary file: it holds zero bytes and is no UTF-16 text"
_UNKNOWN_XML = "no paper was found: it is XML in no known format"
_FORMATS = "`kg formats` lists the formats, --as FORMAT names one"
_TEXT_WANTED = "save the page as plain text"
_XML = re.compile(r"\ufeff?\s*<\?xml\s")
_ARCHIVE = b"PK\3\4"


def read_source(source: Source, form: Format | None = None) -> Iterator[Reading]:
    """Yield what a source says, in its order. A source without any record yields at least one reject.

    `form` is the format to read it as; without it the first one that recognises the source is taken.
    """
    if source.binary:
        if _is_archive(source):
            yield _unread(source, "a zip archive", "unpack it and name the files in it")
        else:
            yield _unread(source, _BINARY, _TEXT_WANTED)
    elif not source.size:
        yield _unread(source, "an empty file", "save the page again")
    else:
        form = form or format_of(beginning(source), columns=source.columns)
        try:
            yield from _of_a_page(source) if form is LISTING else form.read(source)
        except InputError as error:
            yield _unread(source, str(error), "repair the file; what stands before this was read")
        except OSError as error:
            if error.filename == source.path:  # it vanished: what that means depends on who named it
                raise
            yield _unread(source, f"it cannot be read to its end ({error})", "fetch or pack the file again")


def _of_a_page(source: Source) -> Iterator[Reading]:
    """Yield what the text of a page says. Only a record shows that it is one: what stands before it is held back."""
    if _XML.match(beginning(source)):  # its tags are no text
        yield _unread(source, _UNKNOWN_XML, _FORMATS)
        return
    found = LISTING.read(source)
    held: list[Reading] = []
    for reading in found:
        if isinstance(reading, Record):
            yield from held
            yield reading
            yield from found
            return
        held.append(reading)
    yield _unread(
        source,
        "no paper was found: it is in no known format, and its text is no list of papers",
        f"{_FORMATS}; save a page of papers as plain text",
    )


def _is_archive(source: Source) -> bool:
    with Path(source.path).open("rb") as file:
        return file.read(len(_ARCHIVE)) == _ARCHIVE


def _unread(source: Source, reason: str, repair: str) -> Reject:
    whole = source.sha256
    return Reject(
        source=source.name, start_line=None, end_line=None, reason=reason, repair=repair, raw="", raw_sha256=whole
    )  # fmt: skip
