"""From a document's lines to the plans in it: headers, columns, rows, what they say."""
