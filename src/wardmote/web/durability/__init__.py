"""What keeps the casebook: backups and restoring them, the checks at start, and what is due on a clock."""
