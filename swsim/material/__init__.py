"""Floor 3: test material: documents that are valid, and documents that are not."""
