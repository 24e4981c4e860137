"""The version, here alone, for what writes it down."""

__version__ = "0.1.0"
