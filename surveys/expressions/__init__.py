"""One typed expression tree: what a survey's conditions are written in.

**Missing values, in three-valued logic (Kleene).** An expression is true, false or unknown.

- The answer to a question that was not answered, or is not on the reader's path, is missing.
- A comparison, or `selected`, with something missing is unknown. `answered` is never unknown.
- `and` is false if any part is false, else unknown if any part is unknown, else true.
- `or` is true if any part is true, else unknown if any part is unknown, else false.
- `not` of unknown is unknown.
- A condition holds only if it is known to be true: nobody is asked a question on the strength of silence.

tree.py: what an expression is, and its JSON. check.py: is it sense. compile.py: closures that answer quickly.
"""
