"""The window's parts: one reusable widget a file. They hold layout and signals, know no service and no colour."""
