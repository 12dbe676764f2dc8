"""LeadByte Desktop: change leads in a LeadByte account without writing code."""

__version__ = "0.1.0"
