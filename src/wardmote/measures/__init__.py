"""What is counted over what, grouped how, and which direction is better."""
