"""What programs can ask of this site, and the page that says so."""
