"""Words for people: finding them in the sources, keeping the catalogues, handing them to the phone."""
