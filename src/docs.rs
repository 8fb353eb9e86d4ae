//! What the documentation is made from: pictures of the real screen and tables of the real keys and commands, so that
//! neither can disagree with the program.

pub mod picture;
