"""The Time Release Study: what a ledger says of release times, as statistics.

`reading.read` makes a table of declarations from a ledger; `intervals` says who owns
what happens between two time points; the other modules measure. Knows no page and no
terminal.
"""
