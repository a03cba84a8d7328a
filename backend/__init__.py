"""Verstat's server. Rooms are folders named after things a school would say; code calls downwards only.

app  migrations  __main__         the roof
demo                              the demonstration town, made by calling actions
sync | reports                    the offline door | what a school reads
progress | mentoring              what learners did | sessions: planned, held, who was there
programmes                        programmes, cohorts, enrolments
courses                           courses and their immutable releases
people                            persons, institutions, roles, sign-in, phones
audit | changes                   a line per act | which row changed at which version
core                              settings, database, work, errors, actor, clock, ids, words
"""
