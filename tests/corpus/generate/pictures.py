"""Pictures."""
DOCUMENTS = {}
