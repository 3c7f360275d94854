// Faults to plant in a good result, put together of small ones.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/pipeline/verify/verify_world.h"

namespace dcmscrub {

using Plant = std::function<void(VerifyWorld&)>;

// The elements take the place of those of the result.
inline Plant Put(DicomBytes elements, char which = 'C') {
  return [elements, which](VerifyWorld& world) {
    world.Edit(which, [&](EditedFile& file) { file.Set(elements); });
  };
}
inline Plant Text(std::uint16_t group, std::uint16_t element,
                  std::string_view vr, std::string_view value,
                  char which = 'C') {
  return Put(DicomBytes().Element(group, element, vr, value), which);
}
inline Plant Item(std::uint16_t group, std::uint16_t element,
                  const DicomBytes& item, char which = 'C') {
  return Put(DicomBytes().Sequence(group, element, {item}), which);
}
inline Plant Drop(std::uint16_t group, std::uint16_t element,
                  char which = 'C') {
  return [=](VerifyWorld& world) {
    world.Edit(which, [&](EditedFile& file) { file.Remove(group, element); });
  };
}
// The value of the original.
inline Plant Original(std::uint16_t group, std::uint16_t element,
                      std::string_view vr, char which = 'C') {
  return [=](VerifyWorld& world) {
    const std::string value = world.Source(which).Value(group, element);
    Text(group, element, vr, value, which)(world);
  };
}
inline Plant All(std::vector<Plant> plants) {
  return [plants](VerifyWorld& world) {
    for (const Plant& plant : plants) plant(world);
  };
}
inline Plant NewFile(std::string path, std::string bytes) {
  return [=](VerifyWorld& world) { world.files[path] = bytes; };
}
inline Plant Move(char which, std::string to) {
  return [=](VerifyWorld& world) {
    world.files[to] = world.files.at(world.output(which));
    world.files.erase(world.output(which));
  };
}
inline Plant Delete(char which) {
  return [=](VerifyWorld& world) { world.files.erase(world.output(which)); };
}
// What the result alone shows.
inline Plant Alone(Plant plant) {
  return [plant](VerifyWorld& world) {
    world.with_sources = world.with_key = false;
    plant(world);
  };
}
inline Plant WithoutKey(Plant plant) {
  return [plant](VerifyWorld& world) {
    world.with_key = false;
    world.with_journal = true;
    // Sizes are another matter.
    world.journal_sql = "UPDATE input SET size_out = 0";
    plant(world);
  };
}
inline Plant Journal(std::string sql) {
  return [=](VerifyWorld& world) {
    world.with_journal = true;
    world.journal_sql = sql;
  };
}
inline DicomBytes CodeItem(std::string_view code, std::string_view scheme,
                           std::string_view meaning) {
  return DicomBytes()
      .Element(0x0008, 0x0100, "SH", code)
      .Element(0x0008, 0x0102, "SH", scheme)
      .Element(0x0008, 0x0104, "LO", meaning);
}
inline Plant Codes(std::vector<std::string_view> codes) {
  std::vector<DicomBytes> items;
  for (const std::string_view code : codes) {
    items.push_back(CodeItem(code, "DCM", "a code"));
  }
  return Put(DicomBytes().Sequence(0x0012, 0x0064, items));
}
// One more value of (0012,0063) of all results.
inline Plant MethodOfAll(std::string from, std::string to) {
  return [=](VerifyWorld& world) {
    for (const char which : {'A', 'B', 'C', 'D', 'E'}) {
      world.Edit(which, [&](EditedFile& file) {
        std::string value = file.Value(0x0012, 0x0063);
        while (value.ends_with(' ')) value.pop_back();
        if (from.empty()) {
          value += to;
        } else {
          value.replace(value.find(from), from.size(), to);
        }
        file.Set(DicomBytes().Element(0x0012, 0x0063, "LO", value));
      });
    }
  };
}
inline std::string Wide(std::string_view text) {
  std::string wide;
  for (const char c : text) wide += std::string(1, c) + '\0';
  return wide;
}
// Content Sequence of the report with one text.
inline Plant Content(std::string_view code, std::string_view text) {
  return Item(0x0040, 0xA730,
              DicomBytes()
                  .Element(0x0040, 0xA010, "CS", "CONTAINS")
                  .Element(0x0040, 0xA040, "CS", "TEXT")
                  .Sequence(0x0040, 0xA043, {CodeItem(code, "DCM", "what")})
                  .Element(0x0040, 0xA160, "UT", text),
              'D');
}

}  // namespace dcmscrub
