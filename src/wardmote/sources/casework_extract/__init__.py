"""What the partnership worked: its own de-identified extract."""
