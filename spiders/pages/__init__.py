"""Any careers page that carries schema.org JobPosting data."""
