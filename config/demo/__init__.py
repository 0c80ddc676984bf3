"""A living demonstration: made-up people with IINs of the nineteenth century, moved through the real rules."""
