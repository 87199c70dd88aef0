"""The API: what a program may ask and do in the name of the person whose token it holds, under the same rules as the pages.

`operations` says what there is, `shapes` what goes in and out, `answers` how a refusal reads, `token` who asks,
`reference` writes the page of the docs from all of it.
"""
