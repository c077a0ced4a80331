"""A layered drawing of a directed graph in numpy: break circles, assign layers, order them, give coordinates.

The scheme is the one of Sugiyama, Tagawa and Toda 1981 (Methods for visual understanding of hierarchical system
structures). Everything is deterministic: ties go to the lower index, nothing is random.
"""
