"""What stays on this PC: the journal of everything sent, the deliveries, the drafts, the key."""
