"""The documents behind schemas/samples: invented training data, as records."""
