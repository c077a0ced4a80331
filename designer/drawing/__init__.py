"""Layout, geometry and style of the picture of a pipeline, without Qt; shared by the canvas and the SVG writer."""
