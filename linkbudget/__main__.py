"""``python -m linkbudget`` is the ``linkbudget`` command."""

from linkbudget.cli import main

main()
