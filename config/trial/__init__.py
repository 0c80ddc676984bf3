"""The trial: Basqaru and the servers it needs, run on one machine by `start.py`."""
