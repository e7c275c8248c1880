"""The register of data uses."""
