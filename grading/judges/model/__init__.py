"""The model judge: it proposes bands with quotes, and code decides what of that is true."""
