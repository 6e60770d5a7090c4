//! Tests of the tree of hashes and its proofs.

use super::*;

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|n| leaf(&n.to_be_bytes())).collect()
}

/// The definition of RFC 6962, section 2.1, word for word.
fn by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [only] => *only,
        many => {
            let mut k = 1;
            while k * 2 < many.len() {
                k *= 2;
            }
            node(&by_definition(&many[..k]), &by_definition(&many[k..]))
        }
    }
}

#[test]
fn roots_agree_with_the_definition_for_every_size() {
    for size in 0..=300 {
        let leaves = leaves(size);
        assert_eq!(root(&leaves), by_definition(&leaves), "size {size}");
    }
}

#[test]
fn known_roots_of_the_certificate_transparency_test_data() {
    let data: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let leaves: Vec<_> = data.iter().map(|bytes| leaf(bytes)).collect();
    let hex = |hash: Hash| crate::canonical::hex(&hash);
    assert_eq!(hex(root(&[])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(hex(root(&leaves[..1])), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assert_eq!(hex(root(&leaves)), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

#[test]
fn every_leaf_is_proved_and_no_forged_one() {
    for size in 1..=300 {
        let leaves = leaves(size);
        let top = root(&leaves);
        for at in (0..size).step_by(1 + size / 40) {
            let path = inclusion(&leaves, at).unwrap();
            assert!(is_included(&leaves[at], at, size, &path, &top), "{at} of {size}");
            assert!(!is_included(&leaf(b"forged"), at, size, &path, &top));
            assert!(!is_included(&leaves[at], at, size, &path, &leaf(b"other root")));
            assert!(!is_included(&leaves[at], size, size, &path, &top));
            if size > 1 {
                assert!(!is_included(&leaves[at], (at + 1) % size, size, &path, &top));
                assert!(!is_included(&leaves[at], at, size, &path[1..], &top));
            }
        }
        assert_eq!(inclusion(&leaves, size), None);
    }
}

#[test]
fn every_beginning_is_proved_and_no_rewritten_one() {
    for new in 1..=300 {
        let leaves = leaves(new);
        let top = root(&leaves);
        for old in (1..=new).step_by(1 + new / 40) {
            let (was, path) = (root(&leaves[..old]), consistency(&leaves, old).unwrap());
            assert!(is_consistent(old, &was, new, &top, &path), "{old} of {new}");
            let mut forged = leaves.clone();
            forged[old - 1] = leaf(b"rewritten");
            let path_of_forged = consistency(&forged, old).unwrap();
            assert!(!is_consistent(old, &was, new, &root(&forged), &path_of_forged), "{old} of {new}");
            assert!(!is_consistent(old, &leaf(b"x"), new, &top, &path) || old == 0);
        }
        assert_eq!(consistency(&leaves, 0), None);
        assert_eq!(consistency(&leaves, new + 1), None);
    }
}

#[test]
fn a_frontier_is_restored_only_when_it_fits() {
    let mut top = Frontier::default();
    leaves(13).into_iter().for_each(|leaf| top.push(leaf));
    let again = Frontier::restore(13, &top.bytes()).unwrap();
    assert_eq!((again.root(), again.size()), (top.root(), 13));
    assert_eq!(Frontier::restore(12, &top.bytes()), None);
    assert_eq!(Frontier::restore(13, &top.bytes()[1..]), None);
}
