"""Pages of grading: what people say above a judge, the list of doubtful gradings, and how far judges agree."""
