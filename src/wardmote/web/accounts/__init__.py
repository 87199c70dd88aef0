"""People who sign in: the account, its password and second factor, and how long a session lasts."""
