"""The records of one paper -> its forms. Reads: model.Record. Emits: model.Version, two or more, or none."""

from collections.abc import Callable, Collection, Sequence

from kg import iris
from kg.match.forms import form_of, full_identifiers, identifier_form
from kg.model import Identifier, Record, Version
from kg.resolve.merge import draft
from kg.resolve.preference import tier
from kg.text import blanks_folded

_NAMING = ("doi", "arxiv", "pmid", "acl", "dblp")


def versions(
    records: Sequence[Record],
    paper_key: str,
    is_own: Callable[[Identifier], bool],
    known: Collection[Identifier] | None = None,
) -> tuple[Version, ...]:
    """Return the forms of a paper in the order of their kinds; none where fewer than two are known.

    A form is known by a record of it, or by an identifier that only it can have; `other` is no form. `is_own` tells
    whether an identifier is that of this paper only, so that it may name the form; `known` are the paper's own, without
    which those of its records are.
    """
    owners = {one: form for one, form in _owners(records).items() if known is None or one in known}
    members: dict[str, list[Record]] = {}
    for record in records:
        form = form_of(record)
        numbered = {owners[one] for one in full_identifiers(record) if one in owners}
        if numbered and form not in numbered:
            form = min(numbered)
        if form is not None:
            members.setdefault(form, []).append(record)
    identifiers: dict[str, set[Identifier]] = {}
    for identifier, form in owners.items():
        identifiers.setdefault(form, set()).add(identifier)
    kinds = sorted({*members, *identifiers} - {"other"})
    if len(kinds) < 2:
        return ()
    return tuple(
        _version(kind, members.get(kind, []), tuple(sorted(identifiers.get(kind, ()))), paper_key, is_own)
        for kind in kinds
    )


def _owners(records: Sequence[Record]) -> dict[Identifier, str]:
    """Return the form that each identifier numbers. Of several the publisher's word counts."""
    claims: dict[Identifier, list[tuple[int, bool, str]]] = {}
    for record in records:
        for identifier in full_identifiers(record):
            form = identifier_form(identifier, record)
            if form is not None:
                claims.setdefault(identifier, []).append((tier(record), form == "preprint", form))
    return {identifier: min(claimed)[-1] for identifier, claimed in claims.items()}


def _version(
    kind: str,
    records: Sequence[Record],
    identifiers: tuple[Identifier, ...],
    paper_key: str,
    is_own: Callable[[Identifier], bool],
) -> Version:
    naming = [one for scheme in _NAMING for one in identifiers if one.scheme == scheme and is_own(one)]
    arxiv = [one for one in naming if one.scheme == "arxiv"]
    named = arxiv or naming
    key = iris.identifier_key(named[0]) if named else iris.version_key(paper_key, kind)
    if not records:
        return Version(key=key, kind=kind, identifiers=identifiers)
    alone = draft(records).paper
    return Version(
        key=key,
        kind=kind,
        number=_number(records),
        identifiers=identifiers,
        published_on=alone.published_on,
        date_text=alone.date_text,
        venue=alone.venue,
        volume=alone.volume,
        issue=alone.issue,
        pages=alone.pages,
        license=alone.license,
        landing_page=alone.landing_page,
        pdf=alone.pdf,
    )


def _number(records: Sequence[Record]) -> str | None:
    """Return the latest version number that a record of the form states."""
    numbers = {blanks_folded(record.version_number) for record in records if record.version_number} - {""}
    return max(
        numbers, key=lambda number: (number.isdecimal(), len(number) if number.isdecimal() else 0, number), default=None
    )
