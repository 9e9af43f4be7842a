"""Words of RDFa -> IRIs. Reads: attributes of elements, the prefixes in force. Emits: IRIs.

RDFa Core 1.1, section 7.4. Beside the initial context, prefixes of the vocabularies that are read for papers are known
without a declaration, as pages of universities use them; a page without `vocab` that speaks of plain `ScholarlyArticle`
means schema.org's.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urljoin

from lxml.etree import _Element as Element

from kg.terms import is_iri

SCHEMA = "http://schema.org/"
_XHV = "http://www.w3.org/1999/xhtml/vocab#"
PREFIXES: Mapping[str, str] = {
    # the initial context, as far as papers are concerned: https://www.w3.org/2011/rdfa-context/rdfa-1.1
    "cc": "http://creativecommons.org/ns#", "dc": "http://purl.org/dc/terms/", "dc11": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "og": "http://ogp.me/ns#",
    "org": "http://www.w3.org/ns/org#", "owl": "http://www.w3.org/2002/07/owl#", "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": SCHEMA, "sioc": "http://rdfs.org/sioc/ns#", "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#", "xhv": _XHV, "xsd": "http://www.w3.org/2001/XMLSchema#",
    # as prefix.cc has them
    "bibo": "http://purl.org/ontology/bibo/", "cito": "http://purl.org/spar/cito/", "dct": "http://purl.org/dc/terms/",
    "datacite": "http://purl.org/spar/datacite/", "fabio": "http://purl.org/spar/fabio/",
    "frbr": "http://purl.org/vocab/frbr/core#", "kg": "https://w3id.org/scholarkg/ontology#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/", "pro": "http://purl.org/spar/pro/",
    "swrc": "http://swrc.ontoware.org/ontology#",
}  # fmt: skip
_TERMS = {"license": f"{_XHV}license", "describedby": "http://www.w3.org/2007/05/powder-s#describedby", "role":
          f"{_XHV}role"}  # fmt: skip
_LINK_TYPES = """
nofollow noopener noreferrer opener external ugc sponsored stylesheet icon shortcut preload prefetch preconnect
dns-prefetch modulepreload tag bookmark me pingback alternate canonical
"""
_OF_HTML = frozenset(_LINK_TYPES.split())
"""What `rel` says to programs of the web and not of what is described."""
_PREFIX = re.compile(r"([^\s:]*):\s+(\S+)")


class Names(NamedTuple):
    """What is in force at an element: its prefixes, the vocabulary of plain words, the address of the page."""

    base: str
    prefixes: Mapping[str, str]
    vocabulary: str

    def within(self, element: Element) -> "Names":
        """Return what is in force for an element that may declare more."""
        told = {str(name)[6:].lower(): str(value) for name, value in element.attrib.items()
                if str(name).startswith("xmlns:")}  # fmt: skip
        told |= {name.lower(): iri for name, iri in _PREFIX.findall(element.get("prefix") or "") if name != "_"}
        said = element.get("vocab")
        if not told and said is None:
            return self
        vocabulary = self.vocabulary if said is None else (self.address(said) or "") if said.strip() else ""
        return Names(self.base, {**self.prefixes, **told}, vocabulary)

    def address(self, printed: str) -> str | None:
        """Return an address in full, None if it is none."""
        try:
            iri = urljoin(self.base, printed.strip())
        except ValueError:
            return None
        return iri if is_iri(iri) else None

    def word(self, printed: str) -> str | None:
        """Return the IRI of a term, a CURIE or an IRI (of `property`, `typeof`, `rel`, `rev`, `datatype`)."""
        if ":" in printed:
            iri = self._curie(printed) or printed
        else:
            iri = f"{self.vocabulary}{printed}" if self.vocabulary else _TERMS.get(printed.lower(), "")
        return iri if iri and is_iri(iri) else None

    def words(self, element: Element, attribute: str) -> list[str]:
        """Return the IRIs that an attribute names, in its order."""
        found = [self.word(one) for one in (element.get(attribute) or "").split()]
        return [one for one in found if one is not None]

    def links(self, element: Element, attribute: str) -> list[str] | None:
        """Return the IRIs of `rel` or `rev`; None where nothing of it is about what is described."""
        said = element.get(attribute)
        if said is None:
            return None
        plain_is_none = element.get("property") is not None  # RDFa in HTML, section 3.1
        kept = [one for one in said.split() if ":" in one or not (plain_is_none or one.lower() in _OF_HTML)]
        found = [self.word(one) for one in kept]
        return [one for one in found if one is not None] if kept else None

    def thing(self, printed: str) -> str | None:
        """Return what `about` or `resource` names: an IRI, `_:` and a label for a blank node, None for nothing."""
        text = printed.strip()
        if text.startswith("[") and text.endswith("]"):
            text = text[1:-1].strip()
            return self._curie(text) if text else None
        return (self._curie(text) if ":" in text else None) or self.address(text)

    def _curie(self, printed: str) -> str | None:
        prefix, _, rest = printed.partition(":")
        if prefix == "_":
            return f"_:{rest}"
        if rest.startswith("//"):
            return None
        iri = f"{_XHV}{rest}" if not prefix else None
        space = self.prefixes.get(prefix.lower())
        iri = f"{space}{rest}" if space is not None else iri
        return iri if iri is not None and is_iri(iri) else None
