"""Advance cargo information, do-not-load orders and what ports report."""
