"""Evidence: what units attach, filed under its criteria and checked; the dossier and the report on the self-scores."""
