"""Everything that knows Excel: the file engine, the ribbon, its VBA, the add-in's builder and installer."""
