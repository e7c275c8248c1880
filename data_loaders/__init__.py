"""Everything about data; knows nothing of Dash or Plotly."""
