"""Units and people: names, the roster, what a cell says of them."""
