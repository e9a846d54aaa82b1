"""Paying duties and taxes: traders, their bank, and customs who collect."""
