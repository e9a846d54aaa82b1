"""Enforcement reports, alerts and what becomes of them (RKC 6.7, SAFE Pillar 1)."""
