//! Derived times: one table of definitions that the screen, the export and the documentation share.
