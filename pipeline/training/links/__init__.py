"""Fitting and measuring links: the cases of the corpus are what is right, whole committees are held out."""
