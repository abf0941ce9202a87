"""The questions: one Cypher file each, read by `library`."""
