"""Floor 1: says whether a document is valid, layer by layer, and where it is not."""
