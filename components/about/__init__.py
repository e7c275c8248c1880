"""About: every page of words, and where it is found."""
