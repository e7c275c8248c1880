"""Tables of observations: their checks, their files, reading publishers' files."""
