"""Floor 1: WCO-Data-Model-style documents as frozen records, and XML both ways."""
