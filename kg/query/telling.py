"""A question -> its printed answer. Reads: a graph, a question. Emits: the answer in a format, notes about it."""

from collections.abc import Mapping
from typing import Protocol, TextIO

from kg.query.formats import Label, write_answer
from kg.query.rows import RowStream, Triples


class Askable(Protocol):
    """What answers questions: a graph of this machine, or another one that has the same three methods."""

    def stream(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        /,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> RowStream | bool | Triples:
        """Return the answer, its rows as they are found."""

    def why_empty(self, query: str, parameters: Mapping[str, object] | None = None, /) -> str:
        """Return why there is no answer, "" where that is not known."""

    def label(self, thing: str) -> str | None:
        """Return what a thing is called."""


def tell(
    graph: Askable,
    question: str,
    parameters: Mapping[str, object],
    *,
    out: TextIO,
    form: str = "table",
    timeout: float | None = None,
    limit: int | None = None,
    labels: bool = True,
    width: int | None = None,
) -> list[str]:
    """Write the answer of a question to `out` as it is found, and return notes on it.

    Args:
        graph: is asked.
        question: SPARQL, the path of an `.rq` file, or the name of a library query.
        parameters: values by name.
        out: text goes there.
        form: one of `kg.query.FORMATS`.
        timeout: seconds of waiting; None for no limit.
        limit: rows, or triples, after which the answer ends; a note says so.
        labels: whether a table says what things are called, beside their IRIs.
        width: columns of a table; None for those of the terminal.

    Raises:
        KgError: what is wrong with the question, its parameters or the format.
    """
    answer = graph.stream(question, parameters, timeout=timeout, limit=limit)
    named: Label | None = graph.label if labels else None
    write_answer(answer, form, out, limit=width, label=named)
    if isinstance(answer, bool):
        return []
    notes = list(answer.notes)
    found = answer.count if isinstance(answer, RowStream) else len(answer)
    if not found and isinstance(answer, RowStream) and not notes:
        reason = graph.why_empty(question, parameters)
        notes += [reason] if reason else []
    if limit is not None and found == limit:
        rows = "triples" if isinstance(answer, Triples) else "rows"
        notes.append(f"the answer ends after {limit:,} {rows} (--limit); there may be more")
    return notes
