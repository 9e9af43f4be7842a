"""Fields of a merged paper -> the properties they become. Reads: field names. Emits: terms."""

from kg.terms import Term
from kg.vocab import KG

FIELDS: dict[str, Term] = {
    "title": KG.title,
    "abstract": KG.abstract,
    "published_on": KG.publishedOn,
    "publication_year": KG.publicationYear,
    "category": KG.category,
    "authors": KG.author,
    "author_line": KG.authorLine,
    "hasAuthorship": KG.hasAuthorship,
    "code_urls": KG.code,
    "editors": KG.editor,
    "orcid": KG.orcid,
    "venue": KG.venueName,
    "volume": KG.volume,
    "issue": KG.issue,
    "pages": KG.pages,
    "publication_type": KG.publicationType,
    "language": KG.language,
    "license": KG.license,
    "date_text": KG.dateText,
    "publisher": KG.publisher,
}
"""What a kg:Conflict or a kg:Inference can be about."""
