"""dblp: its dump, its pages of persons, its search. Reads: a source. Emits: Record, PersonAuthority, Reject."""
