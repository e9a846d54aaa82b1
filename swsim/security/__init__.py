"""Keys, certificates and trust lists of runs, and XML signatures made with them."""
