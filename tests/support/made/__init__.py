"""What takes long to build: each module fills one folder, kept until what it imports changes."""
