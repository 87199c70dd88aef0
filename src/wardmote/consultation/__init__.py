"""Who was asked, what was heard, and what it led to."""
