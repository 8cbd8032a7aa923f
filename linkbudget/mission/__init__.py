"""Many links over many instants: scenario files, and the timeline they give."""
