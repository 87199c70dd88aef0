"""What went in: digests of files and of their parts."""
