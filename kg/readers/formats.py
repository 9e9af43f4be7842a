"""The formats that sources can have. Reads: the beginning of a source. Emits: the format that recognises it.

One row a format. A reader yields what stands in a source, in its order: `PageFacts | Record | Authority | Reject`,
and `Finding` for what concerns the source as a whole.
"""

from collections.abc import Sequence

from kg.errors import UsageError
from kg.model import Finding
from kg.readers.acl.people import read_people
from kg.readers.acl.people import recognizes as is_acl_people
from kg.readers.acl.reader import read_acl
from kg.readers.acl.reader import recognizes as is_acl
from kg.readers.arxiv.reader import read_arxiv
from kg.readers.arxiv.reader import recognizes as is_arxiv
from kg.readers.arxiv.snapshot import read_snapshot
from kg.readers.arxiv.snapshot import recognizes as is_snapshot
from kg.readers.bibtex.reader import read_bibtex
from kg.readers.bibtex.reader import recognizes as is_bibtex
from kg.readers.crossref.reader import read_crossref
from kg.readers.crossref.reader import recognizes as is_crossref
from kg.readers.csl_json.reader import read_csl_json
from kg.readers.csl_json.reader import recognizes as is_csl_json
from kg.readers.csl_yaml.reader import read_csl_yaml
from kg.readers.csl_yaml.reader import recognizes as is_csl_yaml
from kg.readers.datacite.reader import read_datacite
from kg.readers.datacite.reader import recognizes as is_datacite
from kg.readers.datacite.xml import read_datacite_xml
from kg.readers.datacite.xml import recognizes as is_datacite_xml
from kg.readers.dblp.reader import read_dblp
from kg.readers.dblp.reader import recognizes as is_dblp
from kg.readers.doaj.reader import read_doaj
from kg.readers.doaj.reader import recognizes as is_doaj
from kg.readers.feeds.reader import read_feed
from kg.readers.feeds.reader import recognizes as is_feed
from kg.readers.form import Format, Reading
from kg.readers.html.reader import read_html
from kg.readers.html.reader import recognizes as is_html
from kg.readers.jats.reader import read_jats
from kg.readers.jats.reader import recognizes as is_jats
from kg.readers.listing.reader import read_page
from kg.readers.oai.reader import read_oai
from kg.readers.oai.reader import recognizes as is_oai
from kg.readers.openalex.reader import read_openalex
from kg.readers.openalex.reader import recognizes as is_openalex
from kg.readers.orcid.reader import read_orcid
from kg.readers.orcid.reader import recognizes as is_orcid
from kg.readers.plugins import plugin_findings, plugins
from kg.readers.pubmed.nbib import read_nbib
from kg.readers.pubmed.nbib import recognizes as is_nbib
from kg.readers.pubmed.reader import read_pubmed
from kg.readers.pubmed.reader import recognizes as is_pubmed
from kg.readers.rdf.reader import read_rdf
from kg.readers.rdf.reader import recognizes as is_rdf
from kg.readers.record_lines.reader import read_record_lines
from kg.readers.record_lines.reader import recognizes as is_record_lines
from kg.readers.record_lines.reader import resembles as is_like_record_lines
from kg.readers.references.reader import read_references
from kg.readers.references.reader import recognizes as is_references
from kg.readers.ris.endnote import read_endnote
from kg.readers.ris.endnote import recognizes as is_endnote
from kg.readers.ris.endnote_xml import read_endnote_xml
from kg.readers.ris.endnote_xml import recognizes as is_endnote_xml
from kg.readers.ris.reader import read_ris
from kg.readers.ris.reader import recognizes as is_ris
from kg.readers.ris.refworks import read_refworks
from kg.readers.ris.refworks import recognizes as is_refworks
from kg.readers.ror import read_ror
from kg.readers.ror import recognizes as is_ror
from kg.readers.semantic_scholar.reader import read_semantic_scholar
from kg.readers.semantic_scholar.reader import recognizes as is_semantic_scholar
from kg.readers.semantic_scholar.s2orc import read_s2orc
from kg.readers.semantic_scholar.s2orc import recognizes as is_s2orc
from kg.readers.tables.opencitations import read_opencitations
from kg.readers.tables.opencitations import recognizes as is_opencitations
from kg.readers.tables.reader import read_table
from kg.readers.tables.reader import recognizes as is_table
from kg.readers.tables.rows import table_layout
from kg.readers.tables.wos_text import read_wos
from kg.readers.tables.wos_text import recognizes as is_wos
from kg.readers.tei.reader import read_tei
from kg.readers.tei.reader import recognizes as is_tei

__all__ = ["FORMATS", "LISTING", "Format", "Reading", "all_formats", "findings_of_plugins", "format_of"]


ACL = Format("acl", "application/xml", is_acl, read_acl)
ACL_PEOPLE = Format("acl-people", "application/yaml", is_acl_people, read_people)
ARXIV = Format("arxiv", "application/atom+xml", is_arxiv, read_arxiv)
ARXIV_SNAPSHOT = Format("arxiv-snapshot", "application/jsonl", is_snapshot, read_snapshot)
BIBTEX = Format("bibtex", "application/x-bibtex", is_bibtex, read_bibtex)
CROSSREF = Format("crossref", "application/json", is_crossref, read_crossref)
OAI = Format("oai", "text/xml", is_oai, read_oai)
OPENALEX = Format("openalex", "application/json", is_openalex, read_openalex)
CSL_JSON = Format("csl-json", "application/vnd.citationstyles.csl+json", is_csl_json, read_csl_json)
CSL_YAML = Format("csl-yaml", "application/yaml", is_csl_yaml, read_csl_yaml)
DATACITE = Format("datacite", "application/json", is_datacite, read_datacite)
DATACITE_XML = Format("datacite-xml", "application/xml", is_datacite_xml, read_datacite_xml)
DOAJ = Format("doaj", "application/json", is_doaj, read_doaj)
DBLP = Format("dblp", "application/xml", is_dblp, read_dblp)
FEED = Format("feed", "application/rss+xml", is_feed, read_feed)
HTML = Format("html", "text/html", is_html, read_html)
JATS = Format("jats", "application/jats+xml", is_jats, read_jats)
NBIB = Format("nbib", "text/plain", is_nbib, read_nbib)
PUBMED = Format("pubmed", "application/xml", is_pubmed, read_pubmed)
ENDNOTE = Format("endnote", "application/x-endnote-refer", is_endnote, read_endnote)
ENDNOTE_XML = Format("endnote-xml", "application/xml", is_endnote_xml, read_endnote_xml)
REFWORKS = Format("refworks", "text/plain", is_refworks, read_refworks)
RIS = Format("ris", "application/x-research-info-systems", is_ris, read_ris)
RDF = Format("rdf", "application/rdf", is_rdf, read_rdf)
RECORDS = Format("records", "application/jsonl", is_record_lines, read_record_lines)
LIKE_RECORDS = RECORDS._replace(recognizes=is_like_record_lines)
S2ORC = Format("s2orc", "application/json", is_s2orc, read_s2orc)
SEMANTIC_SCHOLAR = Format("semantic-scholar", "application/json", is_semantic_scholar, read_semantic_scholar)
TEI = Format("tei", "application/tei+xml", is_tei, read_tei)
ORCID = Format("orcid", "application/vnd.orcid+json", is_orcid, read_orcid)
ROR = Format("ror", "application/json", is_ror, read_ror)
OPENCITATIONS = Format("opencitations", "text/csv", is_opencitations, read_opencitations)
TABLE = Format("table", "text/csv", is_table, read_table)
WOS = Format("wos", "text/plain", is_wos, read_wos)
REFERENCES = Format("references", "text/plain", is_references, read_references)
LISTING = Format("listing", "text/plain", lambda _: True, read_page)
FORMATS: tuple[Format, ...] = (
    OPENALEX,
    ARXIV_SNAPSHOT,
    CROSSREF,
    RECORDS,
    ORCID,
    ROR,
    S2ORC,
    SEMANTIC_SCHOLAR,
    DATACITE,
    DOAJ,
    CSL_JSON,
    LIKE_RECORDS,
    RDF,
    BIBTEX,
    ACL,
    ACL_PEOPLE,
    CSL_YAML,
    DBLP,
    ARXIV,
    PUBMED,
    NBIB,
    RIS,
    ENDNOTE,
    ENDNOTE_XML,
    REFWORKS,
    WOS,
    JATS,
    TEI,
    DATACITE_XML,
    OAI,
    FEED,
    HTML,
    OPENCITATIONS,
    TABLE,
    REFERENCES,
    LISTING,
)
"""In the order in which they are asked; the listing page takes what is left."""


_NAMES = frozenset(form.name for form in FORMATS)
_TAKE_WHAT_IS_LEFT = FORMATS.index(OPENCITATIONS)
"""From here on stand tables and listing pages."""


def all_formats() -> tuple[tuple[Format, str], ...]:
    """Return the formats in the order in which they are asked, with the package that brings a plug-in, else `""`."""
    own = [(form, "") for form in FORMATS]
    known: list[tuple[Format, str]] = [*plugins(_NAMES)]
    return (*own[:_TAKE_WHAT_IS_LEFT], *known, *own[_TAKE_WHAT_IS_LEFT:])


def findings_of_plugins() -> tuple[Finding, ...]:
    """Return what was found so far about readers of other packages."""
    return plugin_findings(_NAMES)


def format_of(beginning: str, name: str | None = None, columns: Sequence[tuple[str, str]] = ()) -> Format:
    """Return the format that recognises a source, or the one of this name.

    `columns` are those that the user names: what nothing else recognises is a table if it has one of them.

    Raises:
        UsageError: there is no format of this name.
    """
    formats = [form for form, _ in all_formats()]
    if name is None:
        form = next(one for one in formats if one.recognizes(beginning))
        return TABLE if form is LISTING and columns and table_layout(beginning, columns) is not None else form
    for one in formats:
        if one.name == name:
            return one
    raise UsageError(f"there is no format {name!r}: choose of {', '.join(dict.fromkeys(one.name for one in formats))}")
