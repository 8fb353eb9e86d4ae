//! Links the program at a fixed address on Linux.
//!
//! The tables of the time zones hold some 40,000 pointers. In a position-independent program the loader must write each
//! of them at every start, which touches about 280 pages: a fifth of what `coe log` takes in all. The stack, the heap and
//! the libraries are still placed at random.

fn main() {
    println!("cargo:rerun-if-changed=src/build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|it| it == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bin=coe=-no-pie");
    }
}
