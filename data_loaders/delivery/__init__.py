"""Opening what partners hand over: safely, completely, with every fault said at once."""
