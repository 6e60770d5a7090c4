//! Tests of the store of files by content.

use super::*;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("giaouoc-blobs-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn content_is_kept_once_and_given_back() {
    let folder = Folder::new("once");
    let blobs = Blobs::open(&folder.0).unwrap();
    let first = blobs.put_bytes(b"minh ch\xe1\xbb\xa9ng").unwrap();
    let again = blobs.put_bytes(b"minh ch\xe1\xbb\xa9ng").unwrap();
    assert_eq!((first.len, first.already, again.already, first.hash == again.hash), (12, false, true, true));
    let mut given = Vec::new();
    blobs.sound(&first.hash).unwrap().unwrap().read_to_end(&mut given).unwrap();
    assert_eq!(given, b"minh ch\xe1\xbb\xa9ng");
    assert!(blobs.sound(&[0; 32]).unwrap().is_none());
    assert_eq!((blobs.held(&first.hash), blobs.held(&[0; 32])), (Ok(Held::Whole), Ok(Held::Missing)));
    assert_eq!(entries(&blobs.unfinished()).unwrap(), Vec::<PathBuf>::new());
}

#[test]
fn too_long_a_file_leaves_nothing() {
    let folder = Folder::new("long");
    let blobs = Blobs::open(&folder.0).unwrap();
    assert_eq!(blobs.put(&b"12345"[..], 4).unwrap(), None);
    assert_eq!(blobs.put(&b"1234"[..], 4).unwrap().map(|put| put.len), Some(4));
    assert_eq!(entries(&blobs.unfinished()).unwrap(), Vec::<PathBuf>::new());
}

#[test]
fn a_damaged_file_is_found_refused_and_mended_by_putting_it_again() {
    let folder = Folder::new("damaged");
    let blobs = Blobs::open(&folder.0).unwrap();
    let put = blobs.put_bytes(b"good").unwrap();
    fs::write(blobs.place(&put.hash), b"evil").unwrap();
    assert!(matches!(blobs.sound(&put.hash), Err(Fault::File(_))));
    assert_eq!(blobs.held(&put.hash), Ok(Held::Damaged));
    assert!(!blobs.put_bytes(b"good").unwrap().already);
    assert_eq!(blobs.held(&put.hash), Ok(Held::Whole));
}

#[test]
fn a_file_found_whole_is_believed_until_it_is_written_to() {
    let folder = Folder::new("known");
    let blobs = Blobs::open(&folder.0).unwrap();
    let (put, other) = (blobs.put_bytes(b"good").unwrap(), Blobs::beside(&folder.0));
    let place = blobs.place(&put.hash);
    assert!(blobs.sound_before(&put.hash).unwrap().is_some());
    let since = fs::metadata(&place).unwrap().modified().unwrap();
    fs::write(&place, b"evil").unwrap();
    File::options().write(true).open(&place).unwrap().set_modified(since).unwrap();
    assert!(blobs.sound_before(&put.hash).is_ok(), "nothing tells that it was written to");
    assert!(other.sound_before(&put.hash).is_err(), "who never read it through reads it first");
    File::options().write(true).open(&place).unwrap().set_modified(since + Duration::from_secs(1)).unwrap();
    assert!(blobs.sound_before(&put.hash).is_err(), "it was written to");
}

#[test]
fn what_an_interrupted_put_left_is_cleared() {
    let folder = Folder::new("left");
    let blobs = Blobs::open(&folder.0).unwrap();
    let (old, young) = (blobs.unfinished().join("old"), blobs.unfinished().join("young"));
    let long_ago = File::create(&young).unwrap().metadata().unwrap().modified().unwrap() - LONGEST_PUT - Duration::from_secs(9);
    File::create(&old).unwrap().set_modified(long_ago).unwrap();
    let blobs = Blobs::open(&folder.0).unwrap();
    assert_eq!(entries(&blobs.unfinished()).unwrap(), [young], "another process may be writing it");
}
