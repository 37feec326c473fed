"""Time: months, clock changes, holidays, the duties of a month, and when a door is open.

Others may use ``month.Month``; ``localtime`` (the one place where a time of the local clock becomes an
instant); ``public_holidays.holidays_of``; ``slots.month_slots`` and ``Slot``; ``weight.weigh`` (burden and
kinds of a stretch of duty); ``intervals`` (sets of instants); ``opening`` and ``regular`` (opening hours);
``attendance`` (who is there when, and how they are reached); ``timeline`` (target hours, and the gaps);
``over`` (hours by what was in force at the time); and
``telling`` (opening hours shown back).
`docs/calendar.md` states the rules.
"""
