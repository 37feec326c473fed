"""What services and coordinators are told, and the outbox that keeps it until it is sent.

Other rooms compose their own texts and use `garde.messages.outbox`: ``queue`` puts notices into the outbox,
in the transaction of the decision that they tell of.
"""
