"""The interface for programs, /api/v1: the pages use it, and whoever wants to."""
