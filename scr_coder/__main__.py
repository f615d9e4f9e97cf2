"""`python -m scr_coder` is `scr`."""

from scr_coder.cli.app import main

if __name__ == "__main__":
    main()
