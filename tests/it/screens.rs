//! Whole screens, as a person sees them.
//!
//! Each snapshot under `screens/snapshots` was read before it was accepted: it is what somebody should see at three in
//! the morning. `INSTA_UPDATE=always cargo test screens` writes them anew.

mod fields;
mod live;
mod looks;
mod overlays;
mod parts;

use crate::harness::Harness;

/// The sizes at which screens are looked at.
const SIZES: [(u16, u16); 3] = [(120, 36), (80, 24), (40, 12)];

/// Compares the screen with the snapshot of this name and size.
#[track_caller]
fn shot(name: &str, harness: &Harness) {
    let (width, height) = harness.state.size;
    compare(&format!("{name}_{width}x{height}"), &harness.screen());
}

/// Compares the screen at the three sizes.
#[track_caller]
fn shots(name: &str, mut harness: Harness) {
    for (width, height) in SIZES {
        harness.resize(width, height);
        shot(name, &harness);
    }
}

#[track_caller]
fn compare(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "screens/snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(name, text) });
}
