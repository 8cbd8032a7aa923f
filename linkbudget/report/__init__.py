"""Results of a run in files: tables, labelled data, figures and one report."""
