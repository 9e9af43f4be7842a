"""Triples -> report. Reads: a graph, shapes, whole-graph rules. Emits: a `Report` of `Result`s, and its triples."""

from kg.validate.report import Report, Result, report_triples
from kg.validate.run import expected_seconds, validate

__all__ = ["Report", "Result", "expected_seconds", "report_triples", "validate"]
