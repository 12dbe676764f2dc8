"""The use cases. Asynchronous, and free of Qt and of any particular event loop."""
