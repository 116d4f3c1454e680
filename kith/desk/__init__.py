"""The desk: one inbox of everything that is said to an organisation, shared by its team.

Words: what a person says to an organisation, or about it, is a *case*: one a person and thread, in a *talk* (their
conversation) or in a public *thread*. A case is new, waits for us (*ours*) or for them (*theirs*), is put aside until
an instant (*snoozed*), or *settled*. It is *given* to somebody of the team, or to nobody. A *view* is a part of the
desk: mine, unassigned, waiting, overdue. A *note* is for the team alone; a *saved reply* has blanks that somebody
fills. Many new cases that come at once and are alike stand as one *bundle*. The *aim* is in what time somebody is to be
answered, counted only while the desk is open.
"""
