"""How a document of the register looks on paper. `certificates.design` is the way in."""
