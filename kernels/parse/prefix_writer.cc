#include "kernels/parse/prefix_writer.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kPreambleSize = 128;

void AppendMeta(Arena& arena, std::uint16_t element, Vr vr,
                std::string_view value) {
  AppendElement(arena, Tag(0x0002, element), vr, value, kExplicitLittle);
}

}  // namespace

void AppendPrefix(Arena& arena, std::string_view sop_class_uid,
                  std::string_view sop_instance_uid,
                  std::string_view transfer_syntax_uid) {
  arena.assign(kPreambleSize, 0);
  AppendBytes(arena, AsBytes("DICM"));
  const std::size_t group_length = arena.size();
  const std::uint8_t unknown_yet[4] = {};
  AppendElement(arena, Tag(0x0002, 0x0000), Vr::kUL, unknown_yet,
                kExplicitLittle);
  const std::size_t begin = arena.size();
  const std::uint8_t version[2] = {0x00, 0x01};
  AppendElement(arena, Tag(0x0002, 0x0001), Vr::kOB, version, kExplicitLittle);
  AppendMeta(arena, 0x0002, Vr::kUI, sop_class_uid);
  AppendMeta(arena, 0x0003, Vr::kUI, sop_instance_uid);
  AppendMeta(arena, 0x0010, Vr::kUI, transfer_syntax_uid);
  AppendMeta(arena, 0x0012, Vr::kUI, kImplementationClassUid);
  AppendMeta(arena, 0x0013, Vr::kSH, kImplementationVersionName);
  Store(arena.data() + group_length + 8,
        static_cast<std::uint32_t>(arena.size() - begin), ByteOrder::kLittle);
}

}  // namespace dcmscrub
