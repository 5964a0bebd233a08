# Lets type checkers join the three editable checkouts of the package `hop`; not shipped.
