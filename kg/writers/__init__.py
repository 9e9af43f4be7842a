"""Triples -> files. Reads: sorted groups of triples, build reports. Emits: graphs, VoID, reports, a folder of them."""
