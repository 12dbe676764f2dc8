"""The commands that need no window: accounts, a batch, financials, and taking up again what was left."""
