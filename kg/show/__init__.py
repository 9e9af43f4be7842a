"""Words -> what the graph knows of the thing they mean. Reads: a graph that answers SELECT. Emits: a card as text.

Papers, persons, organizations, categories and source documents are found by their labels, in any case and with or
without accents. One thing is shown as a card, several as a list.
"""

import textwrap
from collections.abc import Iterable, Iterator

from kg.show.cards import CARDS, LISTED
from kg.show.finding import EXACT, Asked, Match, find

__all__ = ["Asked", "Match", "find", "show"]

_LABEL = 12  # columns of a card that hold the names of its lines
_WORDS = {"SourceDocument": "Source document"}
_LIST_FACTS = """
SELECT * WHERE {{
  VALUES ?thing {{ {iris} }}
  OPTIONAL {{ ?thing kg:publicationYear ?year }}
  OPTIONAL {{ ?thing kg:authorLine ?authors }}
  OPTIONAL {{ ?thing kg:documentName ?document }}
}}
"""


def show(graph: Asked, words: str, *, width: int = 100) -> str:
    """Return what the graph knows of the things that `words` mean: a card of one, or a list of several.

    Args:
        graph: is asked.
        words: a title, a name, a notation or a document name, whole or in part; or an IRI.
        width: columns of the text.

    Raises:
        UsageError: nothing is meant; near labels are listed.
    """
    matches = find(graph, words)
    best = matches[0]
    same = [match for match in matches if match[:2] == best[:2]]
    if len(matches) == 1 or (best.rank == EXACT and len(same) == 1):
        card = CARDS[best.kind](graph, best.iri)
        text = "\n".join([f"{_WORDS.get(best.kind, best.kind)}  {best.iri}", *_laid_out(card, width)])
        rest = [match for match in matches if match is not best]
        return f"{text}\n{_listing(graph, 'Also found', rest, width)}" if rest else f"{text}\n"
    return _listing(graph, f"{len(matches)} things match", matches, width)


def _listing(graph: Asked, heading: str, matches: list[Match], width: int) -> str:
    listed = matches[:LISTED]
    iris = " ".join(f"<{match.iri}>" for match in listed)
    facts = {str(row["thing"]): row for row in graph.select(_LIST_FACTS.format(iris=iris))}
    lines = [f"{heading}:"]
    for match in listed:
        row = facts.get(match.iri, {})
        hints = [str(row[name]) for name in ("year", "authors", "document") if row.get(name) not in {None, match.label}]
        label = f"  {_WORDS.get(match.kind, match.kind)}: {match.label or '(no title is known)'}"
        lines += [_line(f"{label}{' (' if hints else ''}{', '.join(hints)}{')' if hints else ''}", width)]
        lines.append(f"      {match.iri}")
    if len(matches) > LISTED:
        lines.append(f"  and {len(matches) - LISTED} more: say more of the title or name")
    return "\n".join(lines) + "\n"


def _line(text: str, width: int) -> str:
    plain = _plain(text)
    return plain if len(plain) <= width else f"{plain[: width - 1]}…"


def _plain(text: object) -> str:
    """Return text on one line, control characters as escapes, so that no title can move the cursor."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in str(text))


def _laid_out(card: Iterable[tuple[str, object]], width: int) -> Iterator[str]:
    """Yield the lines of a card: the name of each line once, its text wrapped beside it."""
    before = ""
    for name, value in card:
        if value is None or value == "":
            continue
        head = f"  {'' if name == before else name:<{_LABEL}}"
        indent = " " * len(head)
        indented = " " * (len(value) - len(value.lstrip())) if isinstance(value, str) else ""
        lines = textwrap.wrap(_plain(value), max(20, width - len(head)), subsequent_indent=indented)
        yield from (f"{head if at == 0 else indent}{line}" for at, line in enumerate(lines or [""]))
        before = name
