"""The rules of the field, pure: nothing here knows Excel, files or mail."""
