"""Floor 7: the room. A run in the browsers of a room: projector, clock, playground.

Everything is served from this machine; no page asks anything of another one.
"""
