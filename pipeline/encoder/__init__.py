"""Text to vectors: one pass gives passage vectors and token vectors."""
