"""Mutual administrative assistance between customs administrations (TFA 12)."""
