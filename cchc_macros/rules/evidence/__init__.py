"""Evidence: papers, their signs and years, what cites them."""
