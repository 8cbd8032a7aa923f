"""One module an area; each has ``ADAPTERS``, from the name of a topic file to the function that answers a row."""
