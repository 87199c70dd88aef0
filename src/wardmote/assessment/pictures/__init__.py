"""Charts and maps: what each is drawn from, and how it is drawn."""
