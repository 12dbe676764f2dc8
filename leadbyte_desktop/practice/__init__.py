"""A LeadByte account inside the app, for training and for the first run."""
