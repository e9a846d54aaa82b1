"""Floor 3: the ledger of a run, one SQLite file: record tables and transport tables."""
