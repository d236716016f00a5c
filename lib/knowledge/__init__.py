"""What the app knows: published benchmarks and the sentences of every language."""
