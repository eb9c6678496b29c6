"""The demo: a small seller of e-books and software. Data are Python literals; texts are (English, Turkish) pairs.

`flow` joins the lines of their paragraphs, so that they can be read here.
"""
