"""A small compiler of paper designs: WeasyPrint lays a design out once, then each document only fills its fields in.

`keying` tells what makes a design, `cache` keeps what was compiled, `layout` turns WeasyPrint's pages into a design
whose fields are open, `shaping` sets their text with HarfBuzz as WeasyPrint would, `filing` writes the file.
What does not fit a design is told by `Unfit`, and then WeasyPrint makes the whole document.
"""
