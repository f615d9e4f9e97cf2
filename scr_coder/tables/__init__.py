"""Frequency tables: facts, queries, tables."""
