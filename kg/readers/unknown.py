"""Named sources -> the fields in them that nothing reads. Reads: paths. Emits: Unread, by format."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from kg.errors import InputError
from kg.readers import read_source
from kg.readers.formats import format_of
from kg.readers.source import beginning, document_names, find_places, open_source
from kg.readers.unread import Unread, Watch, watching


def unread_fields(
    names: Iterable[str], as_format: str | None = None, columns: Sequence[tuple[str, str]] = ()
) -> dict[str, list[Unread]]:
    """Return the fields that no reader reads, by the name of the format, the most frequent first.

    A format all whose fields are read has an empty list. `as_format` and `columns` are as of `read_pages`.

    Raises:
        InputError: a source that was named by hand cannot be opened.
        UsageError: there is no format of this name.
    """
    watches: dict[str, Watch] = {}
    places = find_places(names)
    titles = document_names(place.path for place in places)
    with tempfile.TemporaryDirectory(prefix="scholarkg-") as spool:
        for place in places:
            try:
                source = replace(open_source(place, titles[place.path], Path(spool)), columns=tuple(columns))
            except InputError:
                if place.by_hand:
                    raise
                continue
            if source.binary or not source.size:
                continue
            form = format_of(beginning(source), as_format)
            with watching(watches.setdefault(form.name, Watch()), source.name):
                for _ in read_source(source, form):
                    pass
    return {name: watch.unread() for name, watch in sorted(watches.items())}
