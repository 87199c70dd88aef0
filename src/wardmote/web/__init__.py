"""The web application: sign-in, pages, and the one implementation of the casework store that keeps anything.

Imports casework, plan and consultation; opens no engine and no partner's file. `settings` says how it is run, `urls` and
`access` which addresses exist and who reaches them, `store` how cases are kept, `pages` what a person sees.
"""
