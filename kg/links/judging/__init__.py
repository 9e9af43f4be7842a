"""A thing of ours beside things of theirs -> whether they are one. Reads: Entity, Other. Emits: Link with its reasons.

Papers by what is printed on them, persons by the papers that they share and by their co-authors.
"""
