"""The Excel add-in: our VBA, the builder of the .xlam, its installer."""
