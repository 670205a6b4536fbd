"""Where models come from: the annotated corpus, data sets, training, evaluation."""
