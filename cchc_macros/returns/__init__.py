"""What comes back from the units: returned workbooks understood, matched to the year's work, and merged. Pure."""
