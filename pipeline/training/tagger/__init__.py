"""Trains the tagger of `pipeline.entities`: layers tuned for tokens above the encoder's trunk, and a head."""
