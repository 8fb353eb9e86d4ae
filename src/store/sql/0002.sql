-- Findings of the bar raiser that were set aside, at most one for a rule and a place of an incident.
-- `text` is a fingerprint of the text that it was given for; when that changes, the waiver expires.

CREATE TABLE waiver (
  incident INTEGER NOT NULL REFERENCES incident(num),
  rule     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  field    TEXT NOT NULL,
  text     TEXT NOT NULL,
  reason   TEXT NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (incident, rule, subject, field)
) STRICT, WITHOUT ROWID;
