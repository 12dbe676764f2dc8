"""`python -m leadbyte_desktop`, with every option of the command."""

import sys

from leadbyte_desktop.command_line import main

if __name__ == "__main__":
    sys.exit(main())
