"""What is withheld, and how: counted observations in, publishable ones out."""
