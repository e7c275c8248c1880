"""One module a source: `SOURCE`, and `read()` for its deliveries."""
