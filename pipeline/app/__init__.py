"""What an edge may ask, and what it gets back, as typed values: all that `cli` and `web` import.

Begin with `session.Session`: an archive and the models. `files` tags, `adding` adds, `items` shows,
`discussions` searches and links, `changes` and `corrections` correct, `review` asks a
person, `models` says which theme model serves; `answers` gives any answer its JSON form.
"""
