"""The page: what a secretariat sees in the browser. It asks `app` and decides nothing itself.

`server.make_app` puts it together: a `Site` (the session, the templates, the secrets), a guard
before every request (`safety`), and one module of routes for each part of the page. To add
a page, write a module with a `router`, a template, and a line in `server.PAGES`.
"""
