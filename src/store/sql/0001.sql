-- The first schema. Never edited after a release: later steps go into files of their own.
-- Times: `at` is UTC milliseconds since 1970; `pos` is the place in the timeline in microseconds since 1970.
-- Rows of an incident hang on its number, the 7 of INC-7, which is never given twice.

CREATE TABLE setting (
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The next number of each kind of handle; incident 0 counts the incidents themselves.
CREATE TABLE counter (
  incident INTEGER NOT NULL,
  part     TEXT NOT NULL,
  next     INTEGER NOT NULL,
  PRIMARY KEY (incident, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
  num       INTEGER PRIMARY KEY,
  id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  title     TEXT NOT NULL,
  severity  TEXT CHECK (severity IN ('SEV1', 'SEV2', 'SEV3', 'SEV4', 'SEV5')),
  status    TEXT NOT NULL CHECK (status IN ('open', 'resolved', 'drafting', 'in-review', 'reviewed', 'closed')),
  zone      TEXT NOT NULL,
  services  TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(services)),
  team      TEXT NOT NULL DEFAULT '',
  presenter TEXT NOT NULL DEFAULT '',
  tags      TEXT NOT NULL DEFAULT '',
  created   INTEGER NOT NULL
) STRICT;

CREATE TABLE incident_link (
  incident INTEGER NOT NULL REFERENCES incident(num) ON DELETE CASCADE,
  ord      INTEGER NOT NULL,
  label    TEXT NOT NULL,
  url      TEXT NOT NULL,
  PRIMARY KEY (incident, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  row       INTEGER PRIMARY KEY,
  id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  incident  INTEGER NOT NULL REFERENCES incident(num),
  num       INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  pos       INTEGER NOT NULL,
  zone      TEXT NOT NULL,
  precision TEXT NOT NULL CHECK (precision IN ('exact', 'minute', 'approximate')),
  entered   TEXT NOT NULL DEFAULT '',
  kind      TEXT NOT NULL CHECK (kind IN
              ('change', 'alert', 'observation', 'hypothesis', 'decision', 'action', 'communication', 'note')),
  milestone TEXT CHECK (milestone IN
              ('trigger', 'start', 'detected', 'acknowledged', 'identified', 'mitigated', 'resolved')),
  text      TEXT NOT NULL,
  tags      TEXT NOT NULL DEFAULT '',
  key       INTEGER NOT NULL DEFAULT 0 CHECK (key IN (0, 1)),
  extras    INTEGER NOT NULL DEFAULT 0, -- how many links and pieces of evidence it has
  source    TEXT NOT NULL,
  source_id TEXT
) STRICT;
CREATE UNIQUE INDEX event_place ON event (incident, pos, num);
CREATE UNIQUE INDEX event_num ON event (incident, num);
CREATE UNIQUE INDEX event_milestone ON event (incident, milestone) WHERE milestone IS NOT NULL;
CREATE UNIQUE INDEX event_source ON event (incident, source, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX event_tagged ON event (incident, pos) WHERE tags <> '';

CREATE TABLE event_link (
  event INTEGER NOT NULL REFERENCES event(row) ON DELETE CASCADE,
  ord   INTEGER NOT NULL,
  label TEXT NOT NULL,
  url   TEXT NOT NULL,
  PRIMARY KEY (event, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_evidence (
  event INTEGER NOT NULL REFERENCES event(row) ON DELETE CASCADE,
  ord   INTEGER NOT NULL,
  label TEXT NOT NULL,
  text  TEXT NOT NULL,
  PRIMARY KEY (event, ord)
) STRICT;

-- How many events each hour of the timeline holds: counts and positions without a scan of the events.
CREATE TABLE event_tally (
  incident INTEGER NOT NULL,
  hour     INTEGER NOT NULL,
  n        INTEGER NOT NULL,
  PRIMARY KEY (incident, hour)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER event_tally_insert AFTER INSERT ON event BEGIN
  INSERT INTO event_tally (incident, hour, n) VALUES (new.incident, new.pos / 3600000000, 1)
    ON CONFLICT (incident, hour) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER event_tally_delete AFTER DELETE ON event BEGIN
  UPDATE event_tally SET n = n - 1 WHERE incident = old.incident AND hour = old.pos / 3600000000;
  DELETE FROM event_tally WHERE incident = old.incident AND hour = old.pos / 3600000000 AND n = 0;
END;
CREATE TRIGGER event_tally_move AFTER UPDATE OF pos ON event
WHEN new.pos / 3600000000 <> old.pos / 3600000000 BEGIN
  UPDATE event_tally SET n = n - 1 WHERE incident = old.incident AND hour = old.pos / 3600000000;
  DELETE FROM event_tally WHERE incident = old.incident AND hour = old.pos / 3600000000 AND n = 0;
  INSERT INTO event_tally (incident, hour, n) VALUES (new.incident, new.pos / 3600000000, 1)
    ON CONFLICT (incident, hour) DO UPDATE SET n = n + 1;
END;

CREATE VIRTUAL TABLE event_words USING fts5 (text, content = 'event', content_rowid = 'row', tokenize = 'unicode61');
CREATE TRIGGER event_words_insert AFTER INSERT ON event BEGIN
  INSERT INTO event_words (rowid, text) VALUES (new.row, new.text);
END;
CREATE TRIGGER event_words_delete AFTER DELETE ON event BEGIN
  INSERT INTO event_words (event_words, rowid, text) VALUES ('delete', old.row, old.text);
END;
CREATE TRIGGER event_words_update AFTER UPDATE OF text ON event WHEN new.text <> old.text BEGIN
  INSERT INTO event_words (event_words, rowid, text) VALUES ('delete', old.row, old.text);
  INSERT INTO event_words (rowid, text) VALUES (new.row, new.text);
END;

CREATE TABLE metric (
  row      INTEGER PRIMARY KEY,
  id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  incident INTEGER NOT NULL REFERENCES incident(num),
  num      INTEGER NOT NULL,
  name     TEXT NOT NULL,
  unit     TEXT NOT NULL DEFAULT '',
  value    REAL,
  baseline REAL,
  total    REAL,
  start_at INTEGER,
  end_at   INTEGER,
  source   TEXT NOT NULL DEFAULT '',
  note     TEXT NOT NULL DEFAULT '',
  UNIQUE (incident, num)
) STRICT;

CREATE TABLE metric_sample (
  metric INTEGER NOT NULL REFERENCES metric(row) ON DELETE CASCADE,
  ord    INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  value  REAL NOT NULL,
  PRIMARY KEY (metric, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE ladder (
  row      INTEGER PRIMARY KEY,
  id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  incident INTEGER NOT NULL REFERENCES incident(num),
  num      INTEGER NOT NULL,
  topic    TEXT NOT NULL CHECK (topic IN ('cause', 'detection', 'recovery')),
  problem  TEXT NOT NULL DEFAULT '',
  UNIQUE (incident, num)
) STRICT;

CREATE TABLE rung (
  row      INTEGER PRIMARY KEY,
  id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  incident INTEGER NOT NULL REFERENCES incident(num),
  num      INTEGER NOT NULL,
  ladder   BLOB NOT NULL CHECK (length(ladder) = 16),
  parent   BLOB CHECK (length(parent) = 16),
  place    INTEGER NOT NULL DEFAULT 0,
  why      TEXT NOT NULL,
  because  TEXT NOT NULL DEFAULT '',
  cites    TEXT NOT NULL DEFAULT '', -- handles, `e3 m1`
  root     INTEGER NOT NULL DEFAULT 0 CHECK (root IN (0, 1)),
  UNIQUE (incident, num)
) STRICT;

CREATE TABLE action (
  row       INTEGER PRIMARY KEY,
  id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  incident  INTEGER NOT NULL REFERENCES incident(num),
  num       INTEGER NOT NULL,
  title     TEXT NOT NULL,
  owner     TEXT NOT NULL DEFAULT '',
  due       TEXT CHECK (due IS date(due)),
  priority  TEXT CHECK (priority IN ('high', 'medium', 'low')),
  kind      TEXT CHECK (kind IN ('prevent', 'detect', 'mitigate', 'process')),
  status    TEXT NOT NULL CHECK (status IN ('open', 'done')),
  done_when TEXT NOT NULL DEFAULT '',
  ticket    TEXT NOT NULL DEFAULT '',
  addresses TEXT NOT NULL DEFAULT '', -- handles, `w5`
  UNIQUE (incident, num)
) STRICT;

CREATE TABLE section (
  row      INTEGER PRIMARY KEY,
  incident INTEGER NOT NULL REFERENCES incident(num),
  name     TEXT NOT NULL CHECK (name IN ('summary', 'impact', 'background', 'detection', 'diagnosis', 'mitigation',
             'prevention', 'lessons', 'related')),
  text     TEXT NOT NULL,
  UNIQUE (incident, name)
) STRICT;

CREATE VIRTUAL TABLE section_words USING fts5 (text, content = 'section', content_rowid = 'row', tokenize = 'unicode61');
CREATE TRIGGER section_words_insert AFTER INSERT ON section BEGIN
  INSERT INTO section_words (rowid, text) VALUES (new.row, new.text);
END;
CREATE TRIGGER section_words_delete AFTER DELETE ON section BEGIN
  INSERT INTO section_words (section_words, rowid, text) VALUES ('delete', old.row, old.text);
END;
CREATE TRIGGER section_words_update AFTER UPDATE OF text ON section BEGIN
  INSERT INTO section_words (section_words, rowid, text) VALUES ('delete', old.row, old.text);
  INSERT INTO section_words (rowid, text) VALUES (new.row, new.text);
END;

-- The op log. A step is what one undo takes back; its ops are the row edits it is made of. Both are only appended;
-- `step.undone` is derived (0 in force, n > 0 undone by step n, -1 undone and no longer open to redo).
CREATE TABLE step (
  seq      INTEGER PRIMARY KEY,
  id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  incident BLOB NOT NULL CHECK (length(incident) = 16),
  at       INTEGER NOT NULL,
  origin   TEXT NOT NULL CHECK (origin IN ('tui', 'cli', 'import')),
  kind     TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
  target   INTEGER REFERENCES step(seq),
  label    TEXT NOT NULL,
  undone   INTEGER NOT NULL DEFAULT 0,
  CHECK ((kind = 'do') = (target IS NULL))
) STRICT;
CREATE INDEX step_incident ON step (incident, seq);
CREATE INDEX step_undone ON step (incident, undone) WHERE undone > 0;

CREATE TABLE op (
  seq     INTEGER PRIMARY KEY,
  step    INTEGER NOT NULL REFERENCES step(seq),
  version INTEGER NOT NULL,
  change  TEXT NOT NULL CHECK (json_valid(change))
) STRICT;
CREATE INDEX op_step ON op (step, seq);

-- Text that was typed and not yet entered. `owner` names the process that types it.
CREATE TABLE draft (
  owner    TEXT NOT NULL,
  field    TEXT NOT NULL,
  incident BLOB NOT NULL DEFAULT x'', -- empty for none
  text     TEXT NOT NULL,
  cursor   INTEGER NOT NULL,
  open     INTEGER NOT NULL CHECK (open IN (0, 1)), -- whether its field was open, or had been left
  opened   INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (owner, field, incident)
) STRICT;

-- For people with a SQLite shell.
CREATE VIEW timeline AS
  SELECT 'INC-' || incident AS incident, 'e' || num AS event,
         strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') AS at, kind, milestone, text, tags
  FROM event ORDER BY event.incident, pos, num;
