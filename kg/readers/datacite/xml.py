"""DataCite's XML -> works. Reads: `resource` elements of kernels 2 to 4, bare or in OAI-PMH. Emits: Record, Reject.

Elements become the fields of the JSON form, and then records as those do: `reader` says what is read.

Left out: what `reader` leaves out.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from kg.model import Record, Reject
from kg.readers.datacite.reader import work_record
from kg.readers.datacite.works import (
    AffiliationName,
    Creator,
    Date,
    Description,
    Funded,
    NameIdentifier,
    Number,
    Related,
    RelatedNumber,
    RelatedWork,
    Rights,
    Term,
    Title,
    Types,
    Work,
)
from kg.readers.jats.text import LANG, by_tag
from kg.readers.source import Source
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.xml_records import read_xml
from kg.readers.tei.text import line, paragraphs

_RESOURCE = re.compile(
    r"<(?:[\w.-]+:)?resource(?=[\s>])[^>]*(?:datacite\.org/schema/kernel|>\s*<(?:[\w.-]+:)?identifier\s+identifierType)"
)

Parts = dict[str, list[Element]]


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as XML of DataCite."""
    return beginning.lstrip("\ufeff \t\r\n").startswith("<") and _RESOURCE.search(beginning) is not None


def read_datacite_xml(source: Source) -> Iterator[Record | Reject]:
    """Yield the works of a source in its order."""
    return read_xml(source, "resource", _record)


def _record(root: Element, found: Found) -> Record:
    return work_record(_work(root), found)


def _text(parts: Parts, name: str) -> str | None:
    told = parts.get(name)
    return line(told[0]) if told else None


def _listed(parts: Parts, holder: str, name: str) -> list[Element]:
    """Return the elements of a name in the lists that `holder` names."""
    held = parts.get(holder)
    return [one for each in held for one in each.iterchildren(name)] if held else []


def _work(root: Element) -> Work:
    parts = by_tag(root)
    numbers = [
        Number(identifier=line(one), identifier_type=one.get("identifierType") or one.get("alternateIdentifierType"))
        for one in (*parts.get("identifier", ()), *_listed(parts, "alternateIdentifiers", "alternateIdentifier"))
    ]
    own = next((one for one in numbers if (one.identifier_type or "").upper() == "DOI"), None)
    general = next(iter(parts.get("resourceType", ())), None)
    return Work(
        doi=own.identifier if own is not None else None,
        identifiers=numbers,
        creators=[_creator(one, "creatorName") for one in _listed(parts, "creators", "creator")],
        contributors=[_creator(one, "contributorName") for one in _listed(parts, "contributors", "contributor")],
        titles=[_title(one) for one in _listed(parts, "titles", "title")],
        publisher=_text(parts, "publisher"),
        publication_year=_text(parts, "publicationYear"),
        subjects=[
            Term(
                subject=line(one),
                subject_scheme=one.get("subjectScheme"),
                classification_code=one.get("classificationCode"),
            )
            for one in _listed(parts, "subjects", "subject")
        ],
        dates=[Date(date=line(one), date_type=one.get("dateType")) for one in _listed(parts, "dates", "date")],
        language=_text(parts, "language"),
        types=Types(
            resource_type_general=general.get("resourceTypeGeneral") if general is not None else None,
            resource_type=_text(parts, "resourceType"),
        ),
        related_identifiers=[_related(one) for one in _listed(parts, "relatedIdentifiers", "relatedIdentifier")],
        related_works=[_related_work(one) for one in _listed(parts, "relatedItems", "relatedItem")],
        version=_text(parts, "version"),
        rights_list=[
            Rights(rights=line(one), rights_uri=one.get("rightsURI"))
            for one in (*_listed(parts, "rightsList", "rights"), *parts.get("rights", ()))
        ],
        descriptions=[
            Description(description=paragraphs(one), description_type=one.get("descriptionType"), lang=one.get(LANG))
            for one in _listed(parts, "descriptions", "description")
        ],
        funding_references=[_funded(one) for one in _listed(parts, "fundingReferences", "fundingReference")],
    )


def _title(one: Element) -> Title:
    return Title(title=line(one), title_type=one.get("titleType"), lang=one.get(LANG))


def _creator(one: Element, tag: str) -> Creator:
    parts = by_tag(one)
    name = next(iter(parts.get(tag, ())), None)
    return Creator(
        name=line(name),
        name_type=name.get("nameType") if name is not None else None,
        given_name=_text(parts, "givenName"),
        family_name=_text(parts, "familyName"),
        contributor_type=one.get("contributorType"),
        affiliation=[
            AffiliationName(
                name=line(place),
                affiliation_identifier=place.get("affiliationIdentifier"),
                affiliation_identifier_scheme=place.get("affiliationIdentifierScheme"),
            )
            for place in parts.get("affiliation", ())
        ],
        name_identifiers=[
            NameIdentifier(name_identifier=line(number), name_identifier_scheme=number.get("nameIdentifierScheme"))
            for number in parts.get("nameIdentifier", ())
        ],
    )


def _related(one: Element) -> Related:
    return Related(
        relation_type=one.get("relationType"),
        related_identifier=line(one),
        related_identifier_type=one.get("relatedIdentifierType"),
        resource_type_general=one.get("resourceTypeGeneral"),
    )


def _related_work(one: Element) -> RelatedWork:
    parts = by_tag(one)
    number, number_type = (next(iter(parts.get(name, ())), None) for name in ("relatedItemIdentifier", "number"))
    return RelatedWork(
        relation_type=one.get("relationType"),
        identifier=None
        if number is None
        else RelatedNumber(
            identifier=line(number),
            identifier_type=number.get("relatedItemIdentifierType"),
        ),
        titles=[_title(title) for title in _listed(parts, "titles", "title")],
        publisher=_text(parts, "publisher"),
        publication_year=_text(parts, "publicationYear"),
        volume=_text(parts, "volume"),
        issue=_text(parts, "issue"),
        number=_text(parts, "number"),
        number_type=number_type.get("numberType") if number_type is not None else None,
        first_page=_text(parts, "firstPage"),
        last_page=_text(parts, "lastPage"),
    )


def _funded(one: Element) -> Funded:
    parts = by_tag(one)
    number = next(iter(parts.get("funderIdentifier", ())), None)
    return Funded(
        funder_name=_text(parts, "funderName"),
        funder_identifier=line(number),
        funder_identifier_type=number.get("funderIdentifierType") if number is not None else None,
        award_number=_text(parts, "awardNumber"),
        award_title=_text(parts, "awardTitle"),
    )
