"""One module per verb: plain functions on an `xw.Book`."""
