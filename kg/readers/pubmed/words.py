"""Words of PubMed -> words of ours. Reads: publication types, kinds of corrections, data banks. Emits: closed lists.

After NLM's descriptions of the XML elements and of the fields of the MEDLINE format.
"""

import re
from collections.abc import Iterable

from kg.identifiers import parse
from kg.match.forms import is_preprint_identifier
from kg.model import Funding, Identifier, Relation, RelationKind
from kg.readers.bibtex.languages import language_tag
from kg.terms import is_iri

_TYPES = {
    "retraction of publication": "other",
    "retraction notice": "other",
    "published erratum": "erratum",
    "expression of concern": "other",
    "preprint": "preprint",
    "editorial": "editorial",
    "introductory journal article": "editorial",
    "systematic review": "review",
    "review": "review",
    "scoping review": "review",
    "network meta-analysis": "review",
    "dataset": "dataset",
    "academic dissertation": "thesis",
    "technical report": "report",
    "government publication": "report",
    "monograph": "book",
    "book": "book",
    "textbook": "book",
    "journal article": "article",
    "congress": "proceedings-paper",
    "meeting abstract": "proceedings-paper",
    "letter": "article",
    "comment": "article",
    "case reports": "article",
    "clinical conference": "article",
    "clinical trial": "article",
    "clinical study": "article",
    "randomized controlled trial": "article",
    "observational study": "article",
    "comparative study": "article",
    "evaluation study": "article",
    "evaluation studies": "article",
    "validation study": "article",
    "validation studies": "article",
    "multicenter study": "article",
    "meta-analysis": "article",
    "historical article": "article",
    "classical article": "article",
    "guideline": "article",
    "practice guideline": "article",
    "consensus development conference": "article",
    "news": "article",
    "newspaper article": "article",
    "corrected and republished article": "article",
    "duplicate publication": "article",
    "english abstract": "article",
    "video-audio media": "other",
}
"""The first of these that a record names tells its type, so that `Review` counts more than `Journal Article`."""
_NO_TYPE = re.compile(r"research support\b|retracted publication|twin study|webcast|dataset use", re.IGNORECASE)
RELATIONS: dict[str, RelationKind] = {
    "AssociatedDataset": "supplemented-by",
    "AssociatedPublication": "supplement-of",
    "CommentIn": "commented-by",
    "CommentOn": "comments-on",
    "CorrectedandRepublishedIn": "replaced-by",
    "CorrectedandRepublishedFrom": "replaces",
    "DatasetDescribedIn": "related",
    "DatasetUseReportedIn": "related",
    "ErratumIn": "corrected-by",
    "ErratumFor": "corrects",
    "ExpressionOfConcernIn": "related",
    "ExpressionOfConcernFor": "related",
    "OriginalReportIn": "related",
    "PartialRetractionIn": "corrected-by",
    "PartialRetractionOf": "corrects",
    "PatientSummaryIn": "related",
    "ReprintIn": "version-of",
    "ReprintOf": "version-of",
    "RepublishedIn": "version-of",
    "RepublishedFrom": "version-of",
    "RetractedandRepublishedIn": "replaced-by",
    "RetractedandRepublishedFrom": "replaces",
    "RetractionIn": "retracted-by",
    "RetractionOf": "retracts",
    "SummaryForPatientsIn": "related",
    "UpdateIn": "replaced-by",
    "UpdateOf": "replaces",
}
"""`RefType` of `CommentsCorrections` -> how the record stands to the other work; a partial retraction corrects."""
NBIB_RELATIONS = {
    "CIN": "CommentIn", "CON": "CommentOn", "CRI": "CorrectedandRepublishedIn", "CRF": "CorrectedandRepublishedFrom",
    "DDIN": "DatasetDescribedIn", "DRIN": "DatasetUseReportedIn", "EIN": "ErratumIn", "EFR": "ErratumFor",
    "ECI": "ExpressionOfConcernIn", "ECF": "ExpressionOfConcernFor", "ORI": "OriginalReportIn",
    "PRIN": "PartialRetractionIn", "PROF": "PartialRetractionOf", "RPI": "RepublishedIn", "RPF": "RepublishedFrom",
    "RRI": "RetractedandRepublishedIn", "RRF": "RetractedandRepublishedFrom", "RIN": "RetractionIn",
    "ROF": "RetractionOf", "SPIN": "SummaryForPatientsIn", "UIN": "UpdateIn", "UOF": "UpdateOf",
}  # fmt: skip
"""Tag of the MEDLINE format -> `RefType` of the XML."""
_BANKS = {
    "arrayexpress": "arrayexpress", "bioproject": "bioproject", "biosample": "biosample", "dbgap": "dbgap",
    "dbsnp": "dbsnp", "dbvar": "dbvar", "genbank": "insdc", "geo": "geo", "pdb": "pdb", "sra": "insdc.sra",
    "refseq": "refseq", "swissprot": "uniprot", "uniprotkb": "uniprot", "uniprot": "uniprot", "omim": "mim",
    "pubchem-compound": "pubchem.compound", "pubchem-substance": "pubchem.substance",
    "pubchem-bioassay": "pubchem.bioassay",
}  # fmt: skip
"""Data bank -> its prefix at identifiers.org."""
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})
_PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\d+\b")
_DOI = re.compile(r"\b(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/[^\s;,]+)", re.IGNORECASE)


def publication_type(printed: Iterable[str]) -> str | None:
    """Return the type that several of PubMed's say together; None if none of them is a type."""
    names = [one.strip().lower() for one in printed if one.strip() and not _NO_TYPE.match(one.strip())]
    known = next((kind for name, kind in _TYPES.items() if name in names), None)
    if known is None and any(name.startswith(("clinical trial", "controlled clinical", "research-")) for name in names):
        known = "article"
    return known or ("other" if names else None)


def relation(ref_type: str, identifiers: Iterable[Identifier], text: str, *, preprint: bool) -> Relation:
    """Return how the record stands to another work. What updates a preprint is another form of the same work."""
    found = tuple(sorted(set(identifiers)))
    kind = RELATIONS.get(ref_type, "related")
    is_form = preprint if ref_type == "UpdateIn" else any(map(is_preprint_identifier, found))
    if ref_type in ("UpdateIn", "UpdateOf") and is_form:
        kind = "version-of"
    return Relation(kind=kind, identifiers=found, text=text or None)


def cited_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return the identifiers in a reference that PubMed prints (`... doi: 10.1/x. PMID: 123`)."""
    found = [parse("pmid", one) for one in _PMID.findall(text)]
    found += [parse("pmcid", one) for one in _PMCID.findall(text)]
    found += [parse("doi", one) for one in _DOI.findall(text)]
    return tuple(sorted({one for one in found if one is not None}))


def deposited(bank: str, accession: str) -> str | Relation | None:
    """Return the IRI of data in a data bank; a registered trial, or data whose bank we don't know, is a relation."""
    bank, accession = bank.strip(), accession.strip()
    if not accession:
        return None
    doi = parse("doi", accession)
    if doi is not None:
        return f"https://doi.org/{doi.value}"
    prefix = _BANKS.get(bank.lower())
    iri = f"https://identifiers.org/{prefix}:{accession}"
    if prefix is not None and is_iri(iri):
        return iri
    return Relation(kind="related", text=f"{bank}: {accession}" if bank else accession)


def funding(agency: str, award: str) -> Funding | None:
    """Return who paid, and the number of the grant."""
    return Funding(funder=agency or None, award=award or None) if agency or award else None


def language(code: str) -> str | None:
    """Return the BCP 47 tag of a code of ISO 639-2, None for `und` and `mul`."""
    plain = code.strip().lower()
    if plain in _NO_LANGUAGE or not plain:
        return None
    return language_tag(plain) or (plain if re.fullmatch("[a-z]{2,3}", plain) else None)
