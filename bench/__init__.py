"""How fast Polder is: `make bench` prints a table and writes bench/results/. README.md says how each figure is made."""
