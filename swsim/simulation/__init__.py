"""Floor 2: SimPy participants; no sockets, no files, no wall time."""
