"""The checklist estimate: deterministic, lexical, without a network. It may miss unusual wording, and says so."""
