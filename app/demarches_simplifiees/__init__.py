"""What Démarches Simplifiées (DS) answers its clients, answered here: `docs/ds.md`."""
