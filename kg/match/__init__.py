"""Evidence that two records, titles, names or texts mean one thing. Reads: strings, names. Emits: keys and scores.

Pure functions, used by `kg.resolve` within a graph and by `kg.links` between graphs. A score says how alike two
things are; whether that is enough to merge them is decided by the caller, who knows the competitors.
"""
