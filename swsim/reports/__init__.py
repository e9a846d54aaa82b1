"""Floor 6: folds a run's ledger into numbers, stories, pictures and a report."""
