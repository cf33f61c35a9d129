"""The server: a SPARQL endpoint, the stored questions as an API, and pages to look around.

`ofsted_kg.server.app.create_app` makes the application for one knowledge graph; nothing here holds state of its own.
This module imports nothing, because the worker processes of `ofsted_kg.server.worker` must start fast.
"""
