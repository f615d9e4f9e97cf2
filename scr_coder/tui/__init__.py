"""The full screen, by Textual: widgets and keys over the workbench; it holds no rules of its own."""
