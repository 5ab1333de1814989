"""`python -m consult.cli`: the command line where nothing is installed as `consult`."""

from consult.cli import main

main()
