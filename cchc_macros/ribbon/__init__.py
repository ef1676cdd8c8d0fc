"""The tab in Excel: its buttons, a click on one of them, what is asked before it, the add-in's command."""
