"""Many agencies' workbooks in one view: one agency's figures, bands, and all of them compared. Pure."""
