"""Any table a person has, turned into checked updates."""
