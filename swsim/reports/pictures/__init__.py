"""All pictures of swsim as SVG text, for reports, documentation and web alike.

A picture takes numbers and words and knows no ledger; colours are CSS classes (ok, bad,
wait, info) of the page, so that it follows light, dark and print. What a colour says, a
sign and a word beside it say too.
"""
