"""What puts the site on a machine: packages with hashes, units of systemd, a container file."""
