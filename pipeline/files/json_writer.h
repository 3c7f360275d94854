// Writes one JSON value, UTF-8, with an indent of two. Commas and line ends
// come by themselves; brackets must be closed by whoever opened them. A key is
// left out for what stands in an array, and for the outermost bracket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dcmscrub {

class JsonWriter {
 public:
  void BeginObject(std::string_view key = "") { Begin(key, '{'); }
  void BeginArray(std::string_view key = "") { Begin(key, '['); }
  void EndObject() { End('}'); }
  void EndArray() { End(']'); }

  void Field(std::string_view key, std::string_view value);
  void Field(std::string_view key, std::uint64_t value);
  void Field(std::string_view key, double value);  // three decimals
  void Flag(std::string_view key, bool value);
  void Item(std::string_view value);

  // The text, with a line end.
  std::string Take() &&;

 private:
  void Begin(std::string_view key, char bracket);
  void End(char bracket);
  void Key(std::string_view key);
  void NewLine();
  void Quote(std::string_view value);

  std::string text_;
  std::size_t depth_ = 0;
  bool first_ = true;
};

}  // namespace dcmscrub
