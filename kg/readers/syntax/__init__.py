"""Syntax that formats share: packed bytes, JSON, XML, LaTeX, marked-up text. Reads: a source. Emits: its parts."""
