"""Services read a draft and answer it until a deadline; what they asked for goes into the next plan.

Use cases: `opening`, `answering`, `closing`, `status`, `reminding` and `publishing`, each with its own check
of who acts. `answer` says what an answer is, `standing` what of a service's answers holds today, `replanning`
turns answers into pins and wishes, `outcome` says what became of each request.
"""
