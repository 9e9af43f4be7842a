"""Things -> what services know of them. Reads: what each thing lacks, answers. Emits: records, outcomes."""
