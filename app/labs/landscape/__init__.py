"""The lab of real networks' landscapes."""
