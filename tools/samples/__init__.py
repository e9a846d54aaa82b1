"""The documents behind schemas/samples, as records: training data, invented throughout."""
