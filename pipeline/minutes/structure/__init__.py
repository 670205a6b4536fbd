"""The structure of minutes of any layout: what each line is, and which items, head and sections they make.

`lines` cuts a document into lines, `shapes` says what each looks like, `features` what is around it, and
`roles` what it most probably is.
"""
