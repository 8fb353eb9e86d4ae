//! The commands of the parts, of files, of steps and of the surroundings, run as the real program.

mod actions;
mod check;
mod files;
mod metrics;
mod robust;
mod sections;
mod setup;
mod steps;
mod whys;
