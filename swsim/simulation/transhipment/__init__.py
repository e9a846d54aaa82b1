"""Transhipment: goods change ships in a port under customs control (RKC annex E2)."""
