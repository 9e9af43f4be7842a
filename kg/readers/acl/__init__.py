"""The ACL Anthology: its XML and its files of names. Reads: a source. Emits: Record, PersonAuthority, Reject."""
