// The data set of a document as it is written down, element by element in the
// order of tags: explicit VR little endian, UTF-8, lengths given. PS3.3 C.17.
#pragma once

#include <string_view>

#include "kernels/core/element_writer.h"

namespace dcmscrub {

struct DocumentCode {
  std::string_view value, scheme, meaning;
};

class DocumentWriter {
 public:
  void Text(std::uint16_t group, std::uint16_t element, Vr vr,
            std::string_view value) {
    AppendElement(bytes_, Tag(group, element), vr, value, kExplicitLittle);
  }
  // `write` writes the items.
  template <typename Write>
  void Sequence(std::uint16_t group, std::uint16_t element, Write write) {
    Enclose(Tag(group, element), Vr::kSQ, write);
  }
  template <typename Write>
  void Item(Write write) {
    Enclose(tags::kItem, Vr::kNone, write);
  }
  // A sequence of one item, a code (PS3.3 8.8).
  void Code(std::uint16_t group, std::uint16_t element,
            const DocumentCode& code);
  // One of the items of Content Sequence, with a text or a code as its value.
  void TextItem(const DocumentCode& name, std::string_view text);
  void CodeItem(const DocumentCode& name, const DocumentCode& code);
  // One that refers to an object: `value_type` IMAGE, WAVEFORM or COMPOSITE.
  void ReferenceItem(std::string_view value_type, std::string_view sop_class,
                     std::string_view sop_instance);
  // An item of (0008,1199) and the like: PS3.3 10.8.
  void Reference(std::string_view sop_class, std::string_view sop_instance);

  // What was written so far, to append what others write.
  Arena& bytes() { return bytes_; }

 private:
  template <typename Write>
  void Enclose(Tag tag, Vr vr, Write write) {
    const std::size_t begin = bytes_.size();
    write();
    PutHeaderBefore(bytes_, begin, tag, vr, kExplicitLittle);
  }
  void Relate(std::string_view value_type);

  Arena bytes_;
};

}  // namespace dcmscrub
