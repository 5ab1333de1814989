"""Officers' forms: WTForms speaking our catalogues, and taking the problems of the lower floors in."""
