"""Benches: how fast swsim is, as ratios to others in the same run.

Each bench is a module with a function `bench` that returns a Report; `swsim.cli.bench`
has a command for each. Bars are on ratios only: times differ from machine to machine.
"""
