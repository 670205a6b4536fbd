"""What an edge may ask, and what it gets back, as typed values: all that `cli` and `web` import.

Begin with `session.Session`: an archive and the models. `discussions` searches and links,
`items` tags, keeps and shows, `corrections` and `changes` correct, `review` asks a person,
`models` says which theme model serves; `answers.to_json` gives any answer its JSON form.
"""
