"""Pure view code: data in, Dash components or SVG out."""
