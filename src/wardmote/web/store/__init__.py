"""How the casebook is kept: a Django model for each noun, and `DjangoStore`, which is all the rules know of it."""
