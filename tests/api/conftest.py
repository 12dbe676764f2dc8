"""The hostile server, for every test of this folder."""

from tests.api.hostile_server import hostile

__all__ = ["hostile"]
