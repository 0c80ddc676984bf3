"""Protected blanks (decree № 1162): their stock, what they carry, and how they are printed on."""
