"""Floor 6: wires a run together from scenario, sites, ledger and link."""
