"""Candidates -> decisions. Reads: Candidate, keys or a filled-in table. Emits: what a reviewer sees, Decision."""
