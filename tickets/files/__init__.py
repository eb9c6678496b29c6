"""What a file is, whether we take it, and our own picture of it."""
