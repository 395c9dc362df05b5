"""The lab of real networks' landscapes: what the loss looks like around trained weights."""
