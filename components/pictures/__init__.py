"""Pictures of figures, drawn by the server, that stand alone."""
