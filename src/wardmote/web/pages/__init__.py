"""What a person sees: one module for each screen. A page asks casework, and shows what casework returns."""
