// What different readers see in one file, spelled the same way so that they
// can be compared: a line for each element, "depth gggg,eeee length" in file
// order. Sequences show as "SQ", fragments as "fragments"; items have no line.
#pragma once

#include <string>
#include <vector>

#include "kernels/parse/element_index.h"
#include "kernels/parse/object_facts.h"
#include "tests/support/shell.h"

namespace dcmscrub {

using View = std::vector<std::string>;

// A file read whole, indexed by our own reader.
class IndexedFile {
 public:
  explicit IndexedFile(const std::string& path);
  IndexedFile(const IndexedFile&) = delete;
  IndexedFile& operator=(const IndexedFile&) = delete;

  const Fault& fault() const { return fault_; }
  WarningSet warnings() const { return warnings_; }
  const ElementIndex& index() const { return index_; }
  std::span<const Element> elements() const { return index_.elements(); }
  Bytes stream() const { return stream_; }
  bool inflated() const { return !inflated_.empty(); }
  Bytes Value(const Element& element) const {
    return stream_.subspan(element.value_offset(), element.value_length);
  }
  // Views into the stream.
  ObjectFacts Facts() const { return CollectFacts(index_, stream_); }
  // "(0040,0275)/(0032,1060)", as the sequences lead to it.
  std::string PathOf(const Element& element) const;

 private:
  std::string file_;
  std::vector<std::uint8_t> inflated_;
  Bytes stream_;
  ElementIndex index_;
  Fault fault_;
  WarningSet warnings_;
};

View OurView(const IndexedFile& file);
View GdcmView(const std::string& path);     // empty when GDCM fails
View DcmdumpView(const std::string& path);  // empty when dcmdump fails

}  // namespace dcmscrub
