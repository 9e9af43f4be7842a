"""Target files -> what can be asked of other graphs. Reads: *.toml. Emits: Target, its questions, lists and fetches.

One file a target; `kg/links/README.md` explains each field.
"""
