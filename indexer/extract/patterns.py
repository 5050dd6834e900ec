"""Character classes that parent and child share."""

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""For a class in a regular expression: each Han character is a word of its own."""
