"""What other graphs tell -> links. Reads: endpoints, their lists, dumps. Emits: Link, the outcome of each thing.

Answers are kept in a journal, so that a run that was killed goes on.
"""
