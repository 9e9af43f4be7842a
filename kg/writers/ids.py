"""Ledger rows -> ids.tsv. Reads: (key, IRI key, generation) rows. Emits: the ledger that the next build may read."""

from collections.abc import Iterable
from typing import BinaryIO

_HEADER = b"key\tiri-key\tgeneration\n"


def write_ids(rows: Iterable[tuple[str, str, int]], out: BinaryIO) -> None:
    """Write the ledger in the order of `rows` (by key); keys are keys of IRIs, so that no cell needs escaping."""
    out.write(_HEADER)
    out.writelines(f"{key}\t{iri_key}\t{generation}\n".encode() for key, iri_key, generation in rows)
