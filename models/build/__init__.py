"""How the bundled models are built: one script per step; README.md has their order."""
