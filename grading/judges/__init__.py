"""Judges turn one step of an answer into bands with evidence. They add nothing up: that is `grading.scoring`."""
