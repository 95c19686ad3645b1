"""`guongsang-publish`: the added-up data of a book in a PostgreSQL that several clerks work on.

An extra (`pip install guongsang[publish]`), never in the installer; nothing else of the program
imports it. The schema that it writes is told in `desktop.publish.schema`.
"""
