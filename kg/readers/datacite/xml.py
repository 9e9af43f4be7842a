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
from kg.readers.jats.text import LANG
from kg.readers.source import Source
from kg.readers.syntax.json_records import Found
from kg.readers.syntax.xml_records import read_xml
from kg.readers.tei.text import line, paragraphs

_RESOURCE = re.compile(
    r"<(?:[\w.-]+:)?resource(?=[\s>])[^>]*(?:datacite\.org/schema/kernel|>\s*<(?:[\w.-]+:)?identifier\s+identifierType)"
)


def recognizes(beginning: str) -> bool:
    """Return whether a source begins as XML of DataCite."""
    return beginning.lstrip("\ufeff \t\r\n").startswith("<") and _RESOURCE.search(beginning) is not None


def read_datacite_xml(source: Source) -> Iterator[Record | Reject]:
    """Yield the works of a source in its order."""
    return read_xml(source, "resource", _record)


def _record(root: Element, found: Found) -> Record:
    return work_record(_work(root), found)


def _text(holder: Element, path: str) -> str | None:
    return line(holder.find(path))


def _work(root: Element) -> Work:
    numbers = [
        Number(identifier=line(one), identifier_type=one.get("identifierType") or one.get("alternateIdentifierType"))
        for one in (*root.findall("identifier"), *root.findall("alternateIdentifiers/alternateIdentifier"))
    ]
    own = next((one for one in numbers if (one.identifier_type or "").upper() == "DOI"), None)
    general = root.find("resourceType")
    return Work(
        doi=own.identifier if own is not None else None,
        identifiers=numbers,
        creators=[_creator(one, "creatorName") for one in root.findall("creators/creator")],
        contributors=[_creator(one, "contributorName") for one in root.findall("contributors/contributor")],
        titles=[_title(one) for one in root.findall("titles/title")],
        publisher=_text(root, "publisher"),
        publication_year=_text(root, "publicationYear"),
        subjects=[
            Term(
                subject=line(one),
                subject_scheme=one.get("subjectScheme"),
                classification_code=one.get("classificationCode"),
            )
            for one in root.findall("subjects/subject")
        ],
        dates=[Date(date=line(one), date_type=one.get("dateType")) for one in root.findall("dates/date")],
        language=_text(root, "language"),
        types=Types(
            resource_type_general=general.get("resourceTypeGeneral") if general is not None else None,
            resource_type=_text(root, "resourceType"),
        ),
        related_identifiers=[_related(one) for one in root.findall("relatedIdentifiers/relatedIdentifier")],
        related_works=[_related_work(one) for one in root.findall("relatedItems/relatedItem")],
        version=_text(root, "version"),
        rights_list=[
            Rights(rights=line(one), rights_uri=one.get("rightsURI"))
            for one in (*root.findall("rightsList/rights"), *root.findall("rights"))
        ],
        descriptions=[
            Description(description=paragraphs(one), description_type=one.get("descriptionType"), lang=one.get(LANG))
            for one in root.findall("descriptions/description")
        ],
        funding_references=[_funded(one) for one in root.findall("fundingReferences/fundingReference")],
    )


def _title(one: Element) -> Title:
    return Title(title=line(one), title_type=one.get("titleType"), lang=one.get(LANG))


def _creator(one: Element, tag: str) -> Creator:
    name = one.find(tag)
    return Creator(
        name=line(name),
        name_type=name.get("nameType") if name is not None else None,
        given_name=_text(one, "givenName"),
        family_name=_text(one, "familyName"),
        contributor_type=one.get("contributorType"),
        affiliation=[
            AffiliationName(
                name=line(place),
                affiliation_identifier=place.get("affiliationIdentifier"),
                affiliation_identifier_scheme=place.get("affiliationIdentifierScheme"),
            )
            for place in one.findall("affiliation")
        ],
        name_identifiers=[
            NameIdentifier(name_identifier=line(number), name_identifier_scheme=number.get("nameIdentifierScheme"))
            for number in one.findall("nameIdentifier")
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
    number, number_type = one.find("relatedItemIdentifier"), one.find("number")
    return RelatedWork(
        relation_type=one.get("relationType"),
        identifier=None
        if number is None
        else RelatedNumber(
            identifier=line(number),
            identifier_type=number.get("relatedItemIdentifierType"),
        ),
        titles=[_title(title) for title in one.findall("titles/title")],
        publisher=_text(one, "publisher"),
        publication_year=_text(one, "publicationYear"),
        volume=_text(one, "volume"),
        issue=_text(one, "issue"),
        number=_text(one, "number"),
        number_type=number_type.get("numberType") if number_type is not None else None,
        first_page=_text(one, "firstPage"),
        last_page=_text(one, "lastPage"),
    )


def _funded(one: Element) -> Funded:
    number = one.find("funderIdentifier")
    return Funded(
        funder_name=_text(one, "funderName"),
        funder_identifier=line(number),
        funder_identifier_type=number.get("funderIdentifierType") if number is not None else None,
        award_number=_text(one, "awardNumber"),
        award_title=_text(one, "awardTitle"),
    )
