"""Papers, persons, venues -> things of other graphs. Reads: entities, targets, answers, dumps. Emits: model.Link.

By identifiers that we hold; by questions to a SPARQL endpoint; by one pass over a dump. What stays uncertain is a
candidate for review.
"""
