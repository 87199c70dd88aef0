"""What makes a document a release: its record, signatures, place in the ledger, editions, and who may check it."""
