"""swsim: a Single Window message exchange simulator."""

__version__ = "0.1.0"
