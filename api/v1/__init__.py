"""The API for programs: figures and their catalog as JSON and CSV, read with GET."""
