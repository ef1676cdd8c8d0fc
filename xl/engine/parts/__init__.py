"""The parts of a package as text and bytes."""
