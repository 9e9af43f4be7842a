"""Readers of other packages. Reads: the entry points `scholarkg.readers`. Emits: formats, findings.

An entry point names a `Format`. Plug-ins are asked in the order of their names, behind the formats of this package and
before tables and listing pages, which take what nothing else knows; `--as NAME` asks for one by its name. One that
cannot be loaded, has the name of another format, or fails while it recognises or reads, is told of; nothing ends by it.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from kg.errors import InputError
from kg.model import Finding, Reject
from kg.readers.form import Format, Reading
from kg.readers.source import Source

GROUP = "scholarkg.readers"
BROKEN_PLUGIN = "broken-plug-in"
"""The rule of findings about plug-ins."""


class Plugin(NamedTuple):
    """A reader of another package."""

    form: Format
    package: str
    """The name and version of the distribution that it comes with."""


class _Plugins:
    """The plug-ins of this environment, and what was found about them."""

    def __init__(self, built_in: frozenset[str]) -> None:
        self.usable: list[Plugin] = []
        self.findings: dict[Finding, None] = {}
        taken = set(built_in)
        for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, _package(point))):
            try:
                form = _format(point)
            except Exception as error:  # noqa: BLE001 - other people's code may raise anything
                self._tell(point, f"it cannot be loaded ({_shown(error)})", "update or remove the package")
                continue
            if form.name in taken:
                self._tell(point, f"there is a format {form.name!r} already", "rename the format in the package")
                continue
            taken.add(form.name)
            self.usable.append(Plugin(self._guarded(form, point), _package(point)))

    def _tell(self, point: EntryPoint, message: str, repair: str) -> None:
        told = f"the reader {point.name!r} of {_package(point)}: {message}; not used"
        self.findings.setdefault(Finding(severity="warning", rule=BROKEN_PLUGIN, message=told, repair=repair))

    def _guarded(self, form: Format, point: EntryPoint) -> Format:
        """Return a format whose failures end nothing."""

        def recognizes(beginning: str) -> bool:
            try:
                return bool(form.recognizes(beginning))
            except Exception as error:  # noqa: BLE001 - as above
                self._tell(point, f"it fails to recognise a source ({_shown(error)})", "tell its authors")
                return False

        def read(source: Source) -> Iterator[Reading]:
            try:
                yield from form.read(source)
            except (InputError, OSError):
                raise
            except Exception as error:  # noqa: BLE001 - as above
                yield Reject(
                    source=source.name, start_line=None, end_line=None, raw="", raw_sha256=source.sha256,
                    reason=f"the reader {form.name!r} of {_package(point)} failed: {_shown(error)}",
                    repair="what stands before this was read; tell the authors of that package",
                )  # fmt: skip

        return form._replace(recognizes=recognizes, read=read)


@lru_cache
def _plugins(built_in: frozenset[str]) -> _Plugins:
    return _Plugins(built_in)


def plugins(built_in: frozenset[str]) -> tuple[Plugin, ...]:
    """Return the plug-ins that can be used beside the formats of these names."""
    return tuple(_plugins(built_in).usable)


def plugin_findings(built_in: frozenset[str]) -> tuple[Finding, ...]:
    """Return what was found so far about plug-ins that cannot be used, or have failed."""
    return tuple(_plugins(built_in).findings)


def _format(point: EntryPoint) -> Format:
    form = point.load()
    if not isinstance(form, Format):
        raise TypeError(f"{point.value} is no kg.readers.Format")
    return form


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.module


def _shown(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
