"""Transit under customs control, from departure to discharge (RKC annex E1)."""
