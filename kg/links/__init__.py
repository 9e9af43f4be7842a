"""Papers, persons, venues -> things of other graphs. Reads: entities, targets, answers, dumps. Emits: model.Link.

By identifiers that we hold; by questions to a SPARQL endpoint; by one pass over a dump. What stays uncertain is a
candidate for review.

`targets` says what can be asked, `ours` what is to be linked. `theirs` asks, reads lists and sifts dumps; `judging`
compares what came with ours; `run` takes all these ways in turn, and `outcomes` counts what became of each thing.
`decisions` lets those links stand that agree with each other and with what people decided in a `review`. `forms` writes
and reads links, `statistics` counts them, and `enrich` asks the same targets for records.
"""
