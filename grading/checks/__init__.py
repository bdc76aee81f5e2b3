"""Checks that need no judge: what is wrong is wrong. They are shown apart from the score and never change it."""
