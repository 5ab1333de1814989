"""One typed expression tree: what a survey's conditions, constraints, calculations and filters are written in.

**Missing values, in three-valued logic (Kleene).** Every expression gives a value or is missing; of what is true or
false, missing is called unknown.

- The answer to a question that was not answered, or is not on the reader's path, is missing.
- A comparison, `selected`, or any other operator with something missing is unknown or missing, but for these:
- `answered` is never unknown; nor is comparing with the empty text, which asks whether there is anything.
- `and` is false if any part is false, else unknown if any part is unknown, else true.
- `or` is true if any part is true, else unknown if any part is unknown, else false.
- `not` of unknown is unknown. `if` on something unknown is missing.
- `coalesce` gives the first that is there. `concat` and `join` leave out what is missing.
- Over the entries of a repeat, `sum`, `min`, `max`, `join` and `count-non-empty` leave out the entries in which it is
  missing; the sum of nothing is 0, the least, the most and the joining of nothing are missing.
- `once` gives what it remembers, else its argument. `today` and `now` are missing where nobody tells the time.
- What cannot be computed is missing: a division by zero, a number beyond 1e99, the 31st of February, words that are no
  number, a comparison of different kinds, a pattern that takes too long to match. Nothing raises.
- A condition holds only if it is known to be true: nobody is asked a question on the strength of silence.

tree.py: what an expression is, and its JSON. check.py: is it sense. compile.py: closures that answer quickly, asked
of a scope.py. reach.py: can it ever hold. parsing.py, printing.py: the text people type.
"""
