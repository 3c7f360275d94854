// A DICOM file as GDCM reads it: a flat list of elements, so that outputs can
// be judged by a reader that is none of ours. GDCM reads in a process of its
// own: what it cannot survive is not readable.
//
// Values are as they stand in the file, but numbers of big endian files, which
// come in the order of this machine.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "pipeline/apart/workers.h"

namespace dcmscrub {

struct GdcmElement {
  static constexpr std::uint32_t kTop = 0xFFFFFFFF;

  Tag tag;
  Vr vr = Vr::kNone;  // the file's; that of PS3.6 where it has none, or UN
  std::uint32_t parent = kTop;  // the sequence in whose item it stands
  std::uint32_t item = 0;       // which item, from 1
  bool sequence = false;
  std::uint32_t items = 0;         // of a sequence
  std::string_view value;          // of all else; empty for fragments
  std::string_view character_set;  // (0008,0005) of its item, or around it
  std::string_view creator;        // of a private element, in its own item
  // Pixel data in fragments: theirs, with the offset table as the first.
  std::vector<std::string_view> fragments;
};

// The SOP Instance UID of a file of which these are the first bytes, or all;
// empty: they do not show it.
std::string InstanceIn(Bytes bytes, Workers& workers);

// One object, one thread at a time; any number of objects at a time.
class GdcmObject {
 public:
  // Takes the bytes of a whole file. Deflated data sets are inflated first,
  // and transfer syntaxes that GDCM does not know are read as another one of
  // the same encoding.
  GdcmObject(std::string file, Workers& workers);
  GdcmObject(const GdcmObject&) = delete;
  GdcmObject& operator=(const GdcmObject&) = delete;

  // Whether GDCM could read it. Else there is nothing in here.
  bool readable() const { return readable_; }

  std::string_view file() const { return file_; }
  std::string_view preamble() const;  // 128 bytes; empty: not there
  // The value of (0002,0010) as it stands in the file, without padding.
  std::string_view transfer_syntax() const { return transfer_syntax_; }
  // File meta information, and the data set: by tag, the elements of an item
  // behind its sequence.
  std::span<const GdcmElement> meta() const { return meta_; }
  std::span<const GdcmElement> elements() const { return elements_; }
  std::uint64_t meta_size() const { return meta_size_; }  // in bytes
  // Bytes of the file that are in no element: behind the data set, or of
  // elements that came twice.
  std::uint64_t unread_bytes() const { return unread_bytes_; }

  // nullptr: not there.
  const GdcmElement* Find(Tag tag) const;  // at the top
  const GdcmElement* FindMeta(Tag tag) const;
  // Its value without padding; empty when it is not there.
  std::string_view Text(Tag tag) const;
  std::string_view MetaText(Tag tag) const;

  // "(0040,0275)[1]/(0010,0010)".
  std::string PathOf(const GdcmElement& element) const;

 private:
  bool Unpack();

  std::string file_, answer_;  // what the views look into
  bool readable_ = false;
  std::string_view transfer_syntax_;
  std::vector<GdcmElement> meta_;
  std::vector<GdcmElement> elements_;
  std::uint64_t meta_size_ = 0;
  std::uint64_t unread_bytes_ = 0;
};

}  // namespace dcmscrub
