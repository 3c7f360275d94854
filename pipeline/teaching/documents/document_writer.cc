#include "pipeline/teaching/documents/document_writer.h"

namespace dcmscrub {

void DocumentWriter::Code(std::uint16_t group, std::uint16_t element,
                          const DocumentCode& code) {
  Sequence(group, element, [&] {
    Item([&] {
      Text(0x0008, 0x0100, Vr::kSH, code.value);
      Text(0x0008, 0x0102, Vr::kSH, code.scheme);
      Text(0x0008, 0x0104, Vr::kLO, code.meaning);
    });
  });
}

void DocumentWriter::Relate(std::string_view value_type) {
  Text(0x0040, 0xA010, Vr::kCS, "CONTAINS");
  Text(0x0040, 0xA040, Vr::kCS, value_type);
}

void DocumentWriter::TextItem(const DocumentCode& name, std::string_view text) {
  Item([&] {
    Relate("TEXT");
    Code(0x0040, 0xA043, name);
    Text(0x0040, 0xA160, Vr::kUT, text);
  });
}

void DocumentWriter::CodeItem(const DocumentCode& name,
                              const DocumentCode& code) {
  Item([&] {
    Relate("CODE");
    Code(0x0040, 0xA043, name);
    Code(0x0040, 0xA168, code);
  });
}

void DocumentWriter::ReferenceItem(std::string_view value_type,
                                   std::string_view sop_class,
                                   std::string_view sop_instance) {
  Item([&] {
    Sequence(0x0008, 0x1199, [&] { Reference(sop_class, sop_instance); });
    Relate(value_type);
  });
}

void DocumentWriter::Reference(std::string_view sop_class,
                               std::string_view sop_instance) {
  Item([&] {
    Text(0x0008, 0x1150, Vr::kUI, sop_class);
    Text(0x0008, 0x1155, Vr::kUI, sop_instance);
  });
}

}  // namespace dcmscrub
