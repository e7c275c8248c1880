"""What stands around every page: routes, shell, notices, the demonstration's marks."""
