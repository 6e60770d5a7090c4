//! The Merkle tree of RFC 6962 over leaf hashes: root, proofs and their verifiers. Pure.

use crate::canonical::sha256;

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// The hash of a leaf's bytes.
pub fn leaf(bytes: &[u8]) -> Hash {
    sha256(&[&[0], bytes])
}

fn node(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], left, right])
}

/// The root over all leaves; the hash of nothing for none.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut top = Frontier::default();
    for leaf in leaves {
        top.push(*leaf);
    }
    top.root()
}

/// The roots of the complete subtrees, largest first: enough to append and to know the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Rebuilds what [`Frontier::bytes`] wrote; `None` when the lengths do not fit together.
    pub fn restore(size: u64, bytes: &[u8]) -> Option<Self> {
        let (peaks, rest) = bytes.as_chunks::<32>();
        let fits = rest.is_empty() && u32::try_from(peaks.len()) == Ok(size.count_ones());
        fits.then(|| Self { size, peaks: peaks.to_vec() })
    }

    /// The peaks, one after the other.
    pub fn bytes(&self) -> Vec<u8> {
        self.peaks.concat()
    }

    /// How many leaves there are.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root over all leaves so far.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return sha256(&[]) };
        peaks.fold(*last, |right, left| node(left, &right))
    }
}

/// The largest power of two below `size` (which is at least 2).
const fn split(size: usize) -> usize {
    size.div_ceil(2).next_power_of_two()
}

/// The path that proves leaf number `at` (from 0) to the root over `leaves`; `None` beyond the end.
pub fn inclusion(leaves: &[Hash], at: usize) -> Option<Vec<Hash>> {
    if at >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let (left, right) = leaves.split_at_checked(split(leaves.len()))?;
    let (inside, at, beside) = if at < left.len() { (left, at, right) } else { (right, at - left.len(), left) };
    let mut path = inclusion(inside, at)?;
    path.push(root(beside));
    Some(path)
}

/// The root that an inclusion path leads to, or `None` when its length is wrong.
fn root_by_path(leaf: &Hash, at: usize, size: usize, path: &[Hash]) -> Option<Hash> {
    if at >= size {
        return None;
    }
    if size == 1 {
        return path.is_empty().then_some(*leaf);
    }
    let (beside, path) = path.split_last()?;
    let half = split(size);
    if at < half {
        Some(node(&root_by_path(leaf, at, half, path)?, beside))
    } else {
        Some(node(beside, &root_by_path(leaf, at - half, size - half, path)?))
    }
}

/// Whether `path` proves that `leaf` is number `at` of `size` leaves under `root`.
pub fn is_included(leaf: &Hash, at: usize, size: usize, path: &[Hash], root: &Hash) -> bool {
    root_by_path(leaf, at, size, path).as_ref() == Some(root)
}

/// The path that proves that the first `old` leaves are the beginning of `leaves`.
/// `None` when `old` is 0 or beyond the end.
pub fn consistency(leaves: &[Hash], old: usize) -> Option<Vec<Hash>> {
    (old > 0 && old <= leaves.len()).then_some(())?;
    grow(leaves, old, true)
}

/// `whole`: the old tree is still the whole of what its verifier knows, so its root is left out.
fn grow(leaves: &[Hash], old: usize, whole: bool) -> Option<Vec<Hash>> {
    if old == leaves.len() {
        return Some(if whole { Vec::new() } else { vec![root(leaves)] });
    }
    let (left, right) = leaves.split_at_checked(split(leaves.len()))?;
    let (mut path, beside) =
        if old <= left.len() { (grow(left, old, whole)?, right) } else { (grow(right, old - left.len(), false)?, left) };
    path.push(root(beside));
    Some(path)
}

/// Whether `path` proves that the tree of `old` leaves under `old_root` is the beginning of the
/// tree of `new` leaves under `new_root`.
pub fn is_consistent(old: usize, old_root: &Hash, new: usize, new_root: &Hash, path: &[Hash]) -> bool {
    if old == 0 || old > new {
        return false;
    }
    roots_by_path(old, new, old_root, path, true) == Some((*old_root, *new_root))
}

/// The old and the new root that a consistency path leads to.
fn roots_by_path(old: usize, new: usize, old_root: &Hash, path: &[Hash], whole: bool) -> Option<(Hash, Hash)> {
    if old == new {
        return match path {
            [] if whole => Some((*old_root, *old_root)),
            [only] if !whole => Some((*only, *only)),
            _ => None,
        };
    }
    let (beside, path) = path.split_last()?;
    let half = split(new);
    if old <= half {
        let (was, is) = roots_by_path(old, half, old_root, path, whole)?;
        Some((was, node(&is, beside)))
    } else {
        let (was, is) = roots_by_path(old - half, new - half, old_root, path, false)?;
        Some((node(beside, &was), node(beside, &is)))
    }
}

#[cfg(test)]
#[path = "merkle_tests.rs"]
mod tests;
