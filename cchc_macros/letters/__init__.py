"""The papers of following up, as Word files from templates that the office may edit."""
