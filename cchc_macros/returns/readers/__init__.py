"""Files that units sent back, read into what a returned sheet says."""
