"""``python -m tests.validation [DIR] [--json] [--topic NAME]``."""

import sys

from tests.validation.run import main

sys.exit(main())
