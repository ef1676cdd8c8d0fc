"""`cchc selftest`: the buttons tried in the Excel of this machine, held against what the file engine makes."""
