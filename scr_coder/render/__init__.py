"""Renderers: values in, text out. Nothing here prints or writes."""
