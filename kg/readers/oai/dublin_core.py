"""Dublin Core of repositories (`oai_dc`, qualified too) -> records. Reads: elements. Emits: Record.

Dublin Core says little of what a value is; what its form proves is read. Names stand as `Family, Given`, with an ORCID
iD behind them or not. Identifiers, and relations of the kind `altIdentifier`, are the work's own. Of several dates the
one without a time of day is that of publication (DSpace prints the times of its own doings beside it), of those the
earliest. `dc:source` is read where it is the line of OJS: journal; volume and issue (year); pages.

Left out: contributors (their roles are not told), coverage, format, rights in words, further descriptions and
addresses, identifiers of schemes that we don't know (handles, URNs), embargoes and other marks of OpenAIRE.
"""

import re
from functools import lru_cache

from lxml.etree import _Element as Element
from msgspec.structs import replace

from kg.dates import Printed, bounds, printed_date
from kg.identifiers import arxiv_version, parse, recognized
from kg.model import Affiliation, Identifier, Name, Record, RecordFields, Subject
from kg.readers.bibtex.languages import language_tag
from kg.readers.jats.text import LANG
from kg.readers.listing.code_urls import code_urls
from kg.readers.oai.relations import OPENAIRE, alternatives, fundings, is_pdf, relations, serial
from kg.readers.oai.words import publication_type
from kg.readers.syntax.children import Children, all_text
from kg.readers.syntax.inline_markup import plain_abstract, plain_title
from kg.readers.syntax.inverted_names import inverted_name, is_cut, plain_name, without_cut
from kg.readers.syntax.json_records import Found, UnreadableError
from kg.readers.syntax.tagged_lines import paragraphs
from kg.terms import is_iri
from kg.text import blanks_folded

_OF_WORKS = frozenset({"doi", "arxiv", "pmid", "pmcid", "acl", "dblp", "openalex", "s2", "wikidata"})
_PLACE = re.compile(
    r"\b(?:univ|instit|depart|facult|school|college|cent(?:er|re)\b|hospital|academ|laborator|ministr|hochschul)",
    re.IGNORECASE,
)
"""Words of organizations."""
_ORCID = re.compile(
    r"[\s;,(\[]*(?:orcid(?:\s*id)?\s*[:=]?\s*)?(?:https?://(?:www\.)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])[\s)\]]*",
    re.IGNORECASE,
)
_TOLD = re.compile(r"(?:doi|isbn|pmid|pmcid|arxiv)\s*:", re.IGNORECASE)
_HOMES = {"arxiv.org": "arxiv", "pubmedcentral.nih.gov": "pmcid"}
"""Repositories whose numbers of records are identifiers."""
_CLOCK = re.compile(r"[T ]\d\d:\d\d")
_COMMENT = re.compile(r"comments?\s*:", re.IGNORECASE)
_CLASSIFICATION = re.compile(
    r"info:eu-repo/classification/([\w-]+)/(.+)|(ddc|lcc|msc|acm|jel|udc|pacs)\s*:\s*(.+)", re.IGNORECASE
)
_WEB = ("http://", "https://")
_day = lru_cache(maxsize=1 << 14)(printed_date)


def dublin_core_record(root: Element, number: str, found: Found) -> Record:
    """Return the record of a metadata element; `number` is that of the record at its repository.

    Raises:
        UnreadableError: it describes no work.
    """
    fields = Children(root)
    kind = publication_type(fields.texts("type"))
    identifiers, version = _identifiers(fields, number, kind, found)
    title, translated = _titles(fields)
    names, complete = _names(fields, found)
    if title is None and not names and not identifiers:
        raise UnreadableError("no work: it has neither title nor authors nor an identifier", "leave it out")
    abstract = _abstract(fields)
    published = _date(fields)
    keywords, terms = _subjects(fields, number)
    place = serial(fields, found)
    addresses = [one for one in fields.texts("identifier") if one.startswith(_WEB) and is_iri(one)]
    pdfs = [one for one in (*addresses, *fields.texts("relation")) if ".pdf" in one.lower() and is_pdf(one)]
    record: RecordFields = {
        "title": title, "names": names, "authors_complete": complete,
        "publication_type": "preprint" if version is not None else kind, "identifiers": identifiers,
        "date": published.date, "date_text": published.text, "keywords": keywords, "subjects": terms,
        "language": _language(fields, found), "license": _license(fields),
        "landing_page": next((one for one in addresses if one not in pdfs), None),
        "relations": relations(fields, place.unread),
    }  # fmt: skip
    if abstract is not None:
        record["abstract"], record["code_urls"] = abstract, code_urls(abstract)
    if place.venue is not None:
        record |= {"venue": place.venue, "volume": place.volume, "issue": place.issue, "pages": place.pages}
    if pdfs:
        record["pdf"] = pdfs[0]
    if grants := fundings(fields):
        record["fundings"] = grants
    if translated:
        record["translated_titles"] = translated
    if version:
        record["version_number"] = version
    if number:
        record["pointer"] = number
    return found.record("oai", record, layout="oai_dc")


def _identifiers(
    fields: Children, number: str, kind: str | None, found: Found
) -> tuple[tuple[Identifier, ...], str | None]:
    """Return the identifiers of the work, and the arXiv version; "" for a paper of arXiv without one."""
    printed = [*fields.texts("identifier"), *alternatives(fields)]
    kept: set[Identifier] = set()
    for one in printed:
        known = recognized(one)
        if known is not None and (known.scheme in _OF_WORKS or (known.scheme == "isbn" and kind in ("book", "thesis"))):
            kept.add(known)
        elif known is None and _TOLD.match(one):
            found.doubt("identifiers", f"{one[:200]!r} is not valid: its form or its check digit is wrong", one[:200])
    home, _, local = number.removeprefix("oai:").partition(":")
    scheme = _HOMES.get(home.lower())
    if scheme is not None and (own := parse(scheme, local)) is not None:
        kept.add(own)
    versions = [arxiv_version(one) for one in printed if "arxiv" in one.lower()]
    told = next((str(one) for one in versions if one is not None), "")
    return tuple(sorted(kept)), told if home.lower() == "arxiv.org" else None


def _titles(fields: Children) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    listed = [(one.get(LANG) or "", blanks_folded(plain_title(all_text(one)))) for one in fields.elements("title")]
    listed += [("", blanks_folded(plain_title(one))) for one in fields.texts("alternative")]
    kept = [(tag, title) for tag, title in listed if title]
    if len(kept) < 2:
        return kept[0][1] if kept else None, ()
    others = [(language_tag(tag) or "und", title) for tag, title in kept[1:] if title != kept[0][1]]
    return kept[0][1], tuple(dict.fromkeys(others))


def _names(fields: Children, found: Found) -> tuple[tuple[Name, ...], bool]:
    names: list[Name] = []
    complete = True
    for told in fields.texts("creator"):
        if (plain := plain_name(told)) is not None:
            names.append(plain)
        else:
            complete = _put_names(told, names, found) and complete
    return tuple(names), complete and bool(names)


def _put_names(told: str, names: list[Name], found: Found) -> bool:
    """Add the names of one element to those before it. Return whether it does not say that some are left out."""
    complete = True
    for printed, places in _single(told):
        match = _ORCID.search(printed) if "0000-" in printed else None
        text, cut = without_cut(plain_title(_ORCID.sub(" ", printed) if match else printed).strip(" ;"))
        nobody = is_cut(text)
        complete = complete and not cut and not nobody
        name = None if nobody else inverted_name(text)
        if name is not None:
            orcid = found.identifier("orcid", match[1]) if match is not None else None
            at = tuple([Affiliation(raw=one) for one in places])
            known = orcid is not None or at
            names.append(replace(name, identifiers=(orcid,) if orcid else (), affiliations=at) if known else name)
    return complete


def _single(printed: str) -> list[tuple[str, list[str]]]:
    """Return the names with their affiliations: those too that semicolons part in one element.

    Open Journal Systems writes `Lee, Ann; University of Moss`.
    """
    parts = [part.strip() for part in printed.split(";") if part.strip()] if ";" in printed else []
    if len(parts) < 2 or any(map(_ORCID.fullmatch, parts)):
        return [(printed, [])]
    one_name = "," in parts[0] and not any("," in part for part in parts[1:])
    listed: list[tuple[str, list[str]]] = []
    for part in parts:
        if listed and (one_name or _PLACE.search(part)):
            listed[-1][1].append(part)
        else:
            listed.append((part, []))
    return listed


def _abstract(fields: Children) -> str | None:
    """Return the longest description that is no comment; what qualified Dublin Core calls an abstract before that."""
    listed = fields.texts("abstract") or [one for one in fields.texts("description") if not _COMMENT.match(one)]
    listed = [one for one in listed if not one.startswith(("info:", *_WEB))]
    longest = max(listed, key=len, default="")
    if "\n" not in longest and "<" not in longest and "&" not in longest:
        return plain_abstract(longest) or None
    return plain_abstract(paragraphs(longest.split("\n")).replace("\n", "<br/>")) or None


def _date(fields: Children) -> Printed:
    printed = fields.texts("issued") or fields.texts("date") or fields.texts("created", "available")
    if len(printed) == 1:
        return _day(printed[0])
    printed = [one for one in printed if not one.startswith("info:")]
    days = [one for one in printed if ":" not in one or not _CLOCK.search(one)] or printed
    if len(days) == 1:
        return _day(days[0])
    known = [_day(one) for one in days]
    dated = [one for one in known if one.date is not None]
    first = min(dated, key=lambda one: (bounds(one.date or "") or ("", ""), -len(one.date or "")), default=None)
    return first or (known[0] if known else Printed())


def _language(fields: Children, found: Found) -> str | None:
    listed = fields.texts("language")
    tags = list(dict.fromkeys(tag for one in listed if (tag := language_tag(one)) is not None))
    if len(tags) > 1:
        found.doubt("language", "there are several languages; the first one is taken", *tags[1:], confidence=0.8)
    return tags[0] if tags else found.language(listed[0]) if listed else None


def _license(fields: Children) -> str | None:
    listed = [one for one in fields.texts("license", "rights") if one.startswith(_WEB) and is_iri(one)]
    return next((one for one in listed if "creativecommons.org/" in one), listed[0] if listed else None)


def _subjects(fields: Children, number: str) -> tuple[tuple[str, ...], tuple[Subject, ...]]:
    """Return keywords, and the terms whose vocabulary is told; on arXiv all are names of its categories."""
    words: dict[str, str] = {}
    terms: dict[Subject, None] = {}
    for printed in fields.texts("subject"):
        match = _CLASSIFICATION.fullmatch(printed)
        if match is not None:
            terms.setdefault(Subject(scheme=(match[1] or match[3]).lower(), notation=(match[2] or match[4]).strip()))
        elif number.startswith("oai:arXiv.org:"):
            terms.setdefault(Subject(scheme="arxiv", label=printed))
        elif not printed.startswith(OPENAIRE):
            for word in filter(None, (plain_title(part).strip() for part in printed.split(";"))):
                words.setdefault(word.casefold(), word)
    return tuple(words.values()), tuple(terms)
