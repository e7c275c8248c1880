"""Sources whose files anyone may download."""
