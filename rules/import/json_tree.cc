#include <absl/strings/str_format.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "rules/import/import_tree.h"

namespace dcmscrub {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kMostValues = 200'000;

// Bytes for the reader, and where it is: events of the library tell no place.
class CountingBytes {
 public:
  // NOLINTBEGIN(readability-identifier-naming): as iterators have it
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;
  // NOLINTEND(readability-identifier-naming)

  CountingBytes(const char* at, std::size_t* read) : at_(at), read_(read) {}
  reference operator*() const { return *at_; }
  CountingBytes& operator++() {
    ++at_;
    ++*read_;
    return *this;
  }
  CountingBytes operator++(int) {
    const CountingBytes before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingBytes& other) const { return at_ == other.at_; }
  bool operator!=(const CountingBytes& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* read_;
};

// What the library calls back with. Nothing recurses.
class TreeMaker : public nlohmann::json_sax<Json> {
 public:
  TreeMaker(std::string_view text, const std::size_t& read)
      : text_(text), read_(read) {}

  bool null() override { return Add(ImportTree::Kind::kNothing, {}); }
  bool boolean(bool value) override {
    return AddText(value ? "true" : "false");
  }
  bool number_integer(number_integer_t value) override {
    return AddText(std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return AddText(std::to_string(value));
  }
  bool number_float(number_float_t, const string_t& written) override {
    return AddText(written);
  }
  bool string(string_t& value) override { return AddText(value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override {
    return Open(ImportTree::Kind::kMap);
  }
  bool start_array(std::size_t) override {
    return Open(ImportTree::Kind::kList);
  }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }
  bool key(string_t& name) override {
    name_ = name;
    name_place_ = Here();
    return true;
  }
  bool parse_error(std::size_t, const std::string& token,
                   const nlohmann::detail::exception&) override {
    const std::size_t at = read_ == 0 ? 0 : read_ - 1;
    // What it shows of a text may be long, and may be no text.
    const bool short_token = token.size() < 40 && IsPlain(token);
    status_ = ImportMistake(
        PlaceOf(text_, at),
        absl::StrFormat("this is no JSON%s",
                        short_token ? " at '" + token + "'" : ""));
    return false;
  }

  absl::StatusOr<ImportTree> Take() {
    if (!status_.ok()) return status_;
    return std::move(root_);
  }

 private:
  static bool IsPlain(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
      return c >= ' ' && c <= '~';
    });
  }

  // The lines up to here are counted once, and never again.
  ImportPlace Here() {
    for (; counted_ < read_ && counted_ < text_.size(); ++counted_) {
      if (text_[counted_] != '\n') continue;
      ++place_.line;
      line_begin_ = counted_ + 1;
    }
    place_.column = counted_ - line_begin_ + 1;
    return place_;
  }

  bool Refuse(std::string_view why) {
    status_ = ImportMistake(Here(), why);
    return false;
  }

  bool AddText(std::string text) {
    return Add(ImportTree::Kind::kText, std::move(text));
  }

  bool Add(ImportTree::Kind kind, std::string text) {
    if (++values_ > kMostValues) return Refuse("more than 200,000 values");
    ImportTree tree;
    tree.kind = kind;
    tree.text = std::move(text);
    const bool named =
        !open_.empty() && open_.back()->kind == ImportTree::Kind::kMap;
    tree.place = named ? name_place_ : Here();
    if (open_.empty()) {
      root_ = std::move(tree);
      last_ = &root_;
      return true;
    }
    auto& parts = open_.back()->parts;
    parts.push_back(
        {named ? std::move(name_) : std::string(), std::move(tree)});
    last_ = &parts.back().tree;
    return true;
  }

  // Only the innermost list grows, so that those around it stay where they
  // are.
  bool Open(ImportTree::Kind kind) {
    if (open_.size() == kDeepest) return Refuse("nested too deep");
    if (!Add(kind, {})) return false;
    open_.push_back(last_);
    return true;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  std::string_view text_;
  const std::size_t& read_;
  std::size_t counted_ = 0, line_begin_ = 0, values_ = 0;
  ImportPlace place_, name_place_;
  std::string name_;
  ImportTree root_;
  ImportTree* last_ = nullptr;
  std::vector<ImportTree*> open_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<ImportTree> ReadJson(std::string_view text) {
  std::size_t read = 0;
  TreeMaker maker(text, read);
  Json::sax_parse(CountingBytes(text.data(), &read),
                  CountingBytes(text.data() + text.size(), &read), &maker,
                  nlohmann::detail::input_format_t::json, /*strict=*/true,
                  /*ignore_comments=*/true);
  return maker.Take();
}

}  // namespace dcmscrub
