//! One incident: panes, sizes, marks.

use super::shot;
use crate::harness::Harness;

#[test]
fn probe() {
    for keys in
        ["", "2", "22", "3", "33", "4", "44", "i-5m db failover #db", "m", "?", "H", ":", "5", "x", "0", "gs"]
    {
        for size in [(120, 36), (80, 24), (40, 12)] {
            let h = Harness::new().size(size.0, size.1).sample().pressed(keys);
            println!("=== {keys} {size:?}\n{}", h.screen());
        }
    }
    let _ = shot;
}
