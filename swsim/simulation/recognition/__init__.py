"""Authorised operators: whom customs trusts, and whom it trusts for a partner."""
