"""The printed papers: what is on them, in which columns, and how much of it fits. Pure: no Excel, no files."""
