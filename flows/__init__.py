"""xxgk: fetch -> normalise -> extract -> stage -> gate -> marts -> verify -> publish.

Each stage is a module (or a package) of that name and imports only from stages left of
it; `settings` and `warehouse` are the ground they all stand on. `nightly` puts them in
order and is the only module that knows Prefect; `cli` is the door.
"""
