"""The rules of a case, whoever stores it: who may, whether the state allows it, who sees it, and what is logged.

Three questions, three modules: `permissions` (may this person?), `policies` (does the state allow it?), `visibility`
(what does this person see?). What people do is one module per verb: `referrals`, `triage`, `work`, `closure`, `looks`,
`access`, `people`. Nothing here knows a web framework or a database; `store` says what a store must do.
"""
