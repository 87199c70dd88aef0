"""The rules, one module each, in the order their remarks are explained in the reference."""
