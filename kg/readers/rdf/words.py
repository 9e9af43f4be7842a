"""The words of published vocabularies that say what a paper is. Reads: nothing. Emits: tables of classes, properties.

FaBiO, FRBR, PRO, PRISM, DataCite and CiTO as OpenCitations and our own SPAR profile use them; BIBO; SWRC; Dublin Core;
the dblp schema; SemOpenAlex, before and after its change of namespace.
"""

from kg.readers.rdf.graph import BIBO, DC, DCTERMS, FOAF, SWRC

FABIO, FRBR, PRO = "http://purl.org/spar/fabio/", "http://purl.org/vocab/frbr/core#", "http://purl.org/spar/pro/"
CITO, DATACITE, CO = "http://purl.org/spar/cito/", "http://purl.org/spar/datacite/", "http://purl.org/co/"
LITERAL = "http://www.essepuntato.it/2010/06/literalreification/hasLiteralValue"
OCO, DBLP, OWL = "https://w3id.org/oc/ontology/", "https://dblp.org/rdf/schema#", "http://www.w3.org/2002/07/owl#"
RDFS, SKOS, RSS = (
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://purl.org/rss/1.0/",
)
BIB, ZOTERO = "http://purl.org/net/biblio#", "http://www.zotero.org/namespaces/export#"
SOA = ("https://semopenalex.org/ontology/", "https://semopenalex.org/property/")
PRISM = tuple(f"http://prismstandard.org/namespaces/{rest}" for rest in ("basic/2.0/", "1.2/basic/", "basic/2.1/",
                                                                          "basic/3.0/"))  # fmt: skip


def prism(*names: str) -> tuple[str, ...]:
    """Return properties of PRISM in each of its namespaces."""
    return tuple(f"{space}{name}" for name in names for space in PRISM)


def soa(*names: str) -> tuple[str, ...]:
    """Return properties of SemOpenAlex in both of its namespaces."""
    return tuple(f"{space}{name}" for name in names for space in SOA)


_FABIO_KINDS = {
    "article": "JournalArticle Article Letter BriefReport RapidCommunication CaseReport ResearchPaper Comment",
    "proceedings-paper": "ProceedingsPaper ConferencePaper ConferencePoster MeetingReport",
    "preprint": "Preprint",
    "book": "Book Monograph Textbook AcademicProceedings ReferenceBook",
    "chapter": "BookChapter BookSection BookPart ReferenceEntry",
    "thesis": "Thesis DoctoralThesis MastersThesis BachelorsThesis",
    "report": "Report ReportDocument TechnicalReport WorkingPaper WhitePaper",
    "dataset": "Dataset DataFile",
    "software": "ComputerProgram Software",
    "review": "ReviewArticle ReviewPaper BookReview Review",
    "editorial": "Editorial",
    "erratum": "Correction Corrigendum",
    "": "ScholarlyWork Expression Work",
}
_BIBO_KINDS = {
    "article": "Article AcademicArticle",
    "book": "Book EditedBook Proceedings",
    "chapter": "Chapter BookSection",
    "thesis": "Thesis",
    "report": "Report",
    "": "Document Manuscript",
}
_DBLP_KINDS = {
    "article": "Article",
    "proceedings-paper": "Inproceedings",
    "chapter": "Incollection Reference",
    "book": "Book Editorship",
    "preprint": "Informal",
    "dataset": "Data",
    "": "Publication Withdrawn",
}
_SWRC_KINDS = {
    "article": "Article",
    "proceedings-paper": "InProceedings",
    "chapter": "InBook InCollection",
    "book": "Book Proceedings",
    "thesis": "PhDThesis MasterThesis Thesis",
    "report": "TechnicalReport",
    "": "Publication Misc Unpublished",
}
_BIB_KINDS = {
    "article": "Article",
    "book": "Book",
    "chapter": "BookSection",
    "thesis": "Thesis",
    "report": "Report",
    "": "Document Manuscript",
}
_VOCABULARIES = (
    (FABIO, _FABIO_KINDS),
    (BIBO, _BIBO_KINDS),
    (DBLP, _DBLP_KINDS),
    (SWRC, _SWRC_KINDS),
    (BIB, _BIB_KINDS),
)
KINDS = {
    f"{space}{name}": kind for space, kinds in _VOCABULARIES for kind, names in kinds.items() for name in names.split()
} | {"https://semopenalex.org/ontology/Work": "", "https://semopenalex.org/class/Work": ""}
"""Class of a paper -> its publication type, empty where the class says none."""
LOOSE = frozenset({f"{FOAF}Document", f"{BIBO}Document", "http://purl.org/dc/dcmitype/Text", f"{RSS}item",
                   f"{FRBR}Work", f"{DCTERMS}BibliographicResource", f"{FABIO}Expression", f"{FABIO}Work"})  # fmt: skip
"""Classes of anything that is written: a paper only with a title, and an author or an identifier."""
SERIES = frozenset(
    [f"{FABIO}{name}" for name in ("Journal", "JournalVolume", "JournalIssue", "BookSeries", "Series", "Conference")]
    + [f"{BIBO}{name}" for name in ("Journal", "Issue", "Series", "Periodical", "Magazine", "Newspaper")]
    + [f"{BIB}Journal", f"{BIB}Series", f"{BIB}Periodical", f"{ZOTERO}Collection", f"{ZOTERO}Attachment"]
    + [f"{OWL}Ontology", "http://rdfs.org/ns/void#Dataset", "http://www.w3.org/ns/dcat#Dataset", f"{OWL}Class"]
)
"""Classes of what is no paper, whatever else it is."""

TITLE = (f"{DCTERMS}title", f"{DC}title", *prism("title"), f"{DBLP}title", f"{SWRC}title", f"{RSS}title")
TYPES = (f"{DCTERMS}type", f"{DC}type", *soa("crossrefType", "workType"), f"{ZOTERO}itemType")
ABSTRACT = (f"{DCTERMS}abstract", f"{BIBO}abstract", f"{SWRC}abstract", *soa("abstract"), f"{DCTERMS}description",
            f"{DC}description")  # fmt: skip
DATE = (*prism("publicationDate", "coverDate"), f"{DCTERMS}issued", f"{DCTERMS}date", f"{DC}date",
        f"{DCTERMS}available", f"{FABIO}hasPublicationYear", f"{DBLP}yearOfPublication", f"{SWRC}year")  # fmt: skip
VOLUME = (*prism("volume"), f"{BIBO}volume", f"{DBLP}publishedInJournalVolume", f"{SWRC}volume", *soa("hasVolume"))
ISSUE = (*prism("issueIdentifier", "number"), f"{BIBO}issue", f"{DBLP}publishedInJournalVolumeIssue", f"{SWRC}number",
         *soa("hasIssue"))  # fmt: skip
PAGES = (*prism("pageRange"), f"{BIBO}pages", f"{DBLP}pagination", f"{SWRC}pages", f"{BIB}pages")
PAGE_ENDS = ((*prism("startingPage"), f"{BIBO}pageStart"), (*prism("endingPage"), f"{BIBO}pageEnd"))
KEYWORDS = (*prism("keyword"), f"{DCTERMS}subject", f"{DC}subject", f"{SWRC}keywords")
SUBJECTS = (
    f"{FABIO}hasSubjectTerm",
    f"{FABIO}hasPrimarySubjectTerm",
    f"{DCTERMS}subject",
    *soa("hasConcept", "hasTopic"),
)
LANGUAGE = (f"{DCTERMS}language", f"{DC}language", f"{ZOTERO}language")
LICENSE = (f"{DCTERMS}license", "http://creativecommons.org/ns#license", f"{DCTERMS}rights", f"{DC}rights")
LANDING = (f"{FABIO}hasURL", f"{BIBO}uri", *prism("url"), f"{DBLP}primaryDocumentPage", f"{DBLP}documentPage",
           f"{FOAF}page", f"{FOAF}homepage", f"{RSS}link")  # fmt: skip
CITES = (f"{CITO}cites", f"{DCTERMS}references", f"{BIBO}cites", f"{SWRC}cites")
CREATORS = (f"{BIBO}authorList", f"{DCTERMS}creator", f"{DC}creator", f"{FOAF}maker", f"{SWRC}author",
            f"{DBLP}authoredBy", f"{BIB}authors")  # fmt: skip
EDITORS = (f"{BIB}editors", f"{BIBO}editorList", f"{BIBO}editor", f"{SWRC}editor", f"{DBLP}editedBy")
PUBLISHER = (
    f"{DCTERMS}publisher",
    f"{DC}publisher",
    f"{DBLP}publishedBy",
    f"{SWRC}publisher",
    *soa("hasHostOrganization"),
)
WHOLES = (f"{FRBR}partOf", f"{DCTERMS}isPartOf", f"{DBLP}publishedAsPartOf")
VENUE_NAMES = (*prism("publicationName"), f"{SWRC}journal", f"{SWRC}booktitle", f"{DBLP}publishedIn",
               f"{DBLP}publishedInJournal", f"{DBLP}publishedInBook", f"{DBLP}publishedInSeries")  # fmt: skip
PLACE_TITLE = (*TITLE, f"{FOAF}name", f"{RDFS}label", f"{SKOS}prefLabel")
ISSNS = (*prism("issn", "eIssn"), f"{BIBO}issn", f"{BIBO}eissn", f"{FABIO}hasIssnL", f"{SWRC}issn")
IDENTIFIERS: dict[str, tuple[str, ...]] = {
    "doi": (*prism("doi"), f"{BIBO}doi", f"{DBLP}doi", f"{DATACITE}doi", f"{SWRC}doi", *soa("doi")),
    "arxiv": (f"{FABIO}hasArXivId",),
    "pmid": (f"{FABIO}hasPubMedId", f"{BIBO}pmid", *soa("pmid"), "http://purl.org/spar/fabio/hasPubMedID"),
    "pmcid": (f"{FABIO}hasPubMedCentralId", *soa("pmcid")),
    "isbn": (*prism("isbn"), f"{BIBO}isbn", f"{BIBO}isbn13", f"{BIBO}isbn10", f"{DBLP}isbn", f"{SWRC}isbn"),
    "wikidata": (f"{DBLP}wikidata",),
}
"""Scheme -> properties that hold an identifier of it."""
ANY_IDENTIFIER = (f"{DCTERMS}identifier", f"{DC}identifier", f"{OWL}sameAs", *prism("doi"))
NAME = (f"{FOAF}name", f"{DBLP}primaryCreatorName", f"{DBLP}creatorName", f"{SWRC}name", f"{RDFS}label",
        f"{SKOS}prefLabel", "http://www.w3.org/2006/vcard/ns#fn")  # fmt: skip
GIVEN = (f"{FOAF}givenName", f"{FOAF}givenname", f"{FOAF}firstName", "http://www.w3.org/2006/vcard/ns#given-name")
FAMILY = (f"{FOAF}familyName", f"{FOAF}family_name", f"{FOAF}surname", f"{FOAF}lastName",
          "http://www.w3.org/2006/vcard/ns#family-name")  # fmt: skip
PERSON_IDS = (f"{OWL}sameAs", f"{DBLP}orcid", "https://dbpedia.org/ontology/orcidId", "http://dbpedia.org/ontology/orcidId",
              "http://vivoweb.org/ontology/core#orcidId", *soa("orcid"), f"{DCTERMS}identifier")  # fmt: skip
GROUPS = frozenset({f"{FOAF}Organization", f"{FOAF}Group", "http://www.w3.org/ns/org#Organization", f"{DBLP}Group"})
