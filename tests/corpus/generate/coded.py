"""Documents that are made by code."""
DOCUMENTS = {}
