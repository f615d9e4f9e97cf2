"""Coding by plain prompts: for screen readers, slow links and pipes."""
