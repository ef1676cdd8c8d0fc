"""The audit: rules that find what is wrong, and what each finding means."""
