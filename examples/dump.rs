#![allow(clippy::all, clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]
use biffure::pipeline::{Options, Session};
fn main() {
    for p in std::env::args().skip(1) {
        let s = Session::open(std::fs::read(&p).unwrap().into(), Options::default(), |_| {
            biffure::context::Go::On
        });
        match s {
            Ok(s) => {
                let r = s.review();
                for (i, t) in r.texts.iter().enumerate() {
                    println!("--- page {i}\n{t}");
                }
                for o in r.opaques {
                    println!("OPAQUE {:?} {:?}", o.kind, o.place);
                }
                println!("{:?}", r.notices);
            }
            Err(e) => println!("{e:?}"),
        }
    }
}
