"""What a run leaves behind: tables, labelled data, figures and one report."""
