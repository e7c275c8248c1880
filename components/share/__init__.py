"""The open call for data, and the contracts."""
