"""Maps, charts, tables and legends, and the sentence of a figure."""
