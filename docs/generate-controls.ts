// Writes docs/controls from the catalogue; with --check it only compares. There is no catalogue yet.
