"""What `scr` writes as HTML, in a real browser: Debian's Chromium, without a window and without a network."""
