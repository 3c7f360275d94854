#include "pipeline/teaching/case/inventory.h"

#include <absl/container/flat_hash_set.h>
#include <absl/status/status.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "kernels/core/text.h"
#include "kernels/core/utf8.h"
#include "kernels/parse/object_view.h"
#include "pipeline/run/walk.h"
#include "rules/language/keywords.h"
#include "rules/language/verb.h"
#include "rules/parse/parser.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMostRows = 100'000;
constexpr std::size_t kMostDistinct = 1000;
constexpr std::size_t kLongestValue = 200;  // characters

// "4,096 bytes".
std::string Amount(std::uint64_t number, std::string_view of) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits.append(" ").append(of);
}

std::string Shortened(std::string_view utf8) {
  std::string text;
  for (std::size_t i = 0; i < kLongestValue; ++i) {
    const char32_t character = TakeCharacter(utf8);
    if (character == kNoCharacter) break;
    AppendCharacter(character, text);
  }
  return text;
}

bool IsPrintable(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; });
}

// A creator as the rule language can quote it.
bool CanBeQuoted(std::string_view creator) {
  return creator.size() <= 64 && IsPrintable(creator) &&
         creator.find_first_of("\"\\{}") == creator.npos;
}

std::string SelectorOf(const InventoryRow& row) {
  const Tag tag = row.tag;
  if (!tag.is_private()) {
    if (!AcceptsStatement(tag, Statement::Verb::kRemove)) return {};
    return row.keyword;
  }
  const bool nobodys = tag.group() < 0x0009 || tag.group() == 0xFFFF;
  if (nobodys || tag.is_private_creator() || !CanBeQuoted(row.creator)) {
    return {};
  }
  return absl::StrFormat("(%04X,\"%s\",%02X)", tag.group(), row.creator,
                         tag.element() & 0xFFu);
}

class Taker {
 public:
  void Add(WorkItem& item) {
    if (item.ticket->ending.decided) return;
    const ObjectFacts facts =
        CollectFacts(*item.object.index, item.object.memory());
    const ObjectView view(*item.object.index, item.object.memory(), facts,
                          item.scrub.codec);
    const std::span<const Element> elements = view.elements();
    for (std::uint32_t i = 0; i < elements.size() && !full_; ++i) {
      if (!elements[i].is_item())
        AddElement(view, i, item.ticket->input.number);
    }
  }

  bool full() const { return full_; }

  std::vector<InventoryRow> Rows() {
    std::vector<InventoryRow> rows;
    for (auto& [place, entry] : entries_) {
      InventoryRow& row = rows.emplace_back(std::move(entry.row));
      row.sequences.assign(place.first.begin(), place.first.end() - 1);
      row.tag = place.first.back();
      row.creator = place.second;
      row.is_private = row.tag.is_private();
      row.distinct = entry.values.size();
      if (const DictionaryRow* known = FindDictionaryRow(row.tag)) {
        row.keyword = StandardText(known->keyword);
        row.name = SpacedKeyword(row.keyword);
      }
      row.selector = SelectorOf(row);
    }
    return rows;
  }

 private:
  // The sequences around an attribute and itself; its creator.
  using Place = std::pair<std::vector<Tag>, std::string>;
  struct Entry {
    InventoryRow row;
    std::uint64_t value_of = 0;    // the input that row.value is from
    std::uint64_t counted_in = 0;  // the last input in row.files
    absl::flat_hash_set<std::uint64_t> values;  // hashes
  };

  void AddElement(const ObjectView& view, std::uint32_t i,
                  std::uint64_t input) {
    const Element& element = view.elements()[i];
    Place place = PlaceOf(view, i);
    auto found = entries_.find(place);
    if (found == entries_.end()) {
      full_ = entries_.size() == kMostRows;
      if (full_) return;
      found = entries_.try_emplace(std::move(place)).first;
      found->second.row.vr = element.vr;
    }
    Entry& entry = found->second;
    if (entry.counted_in != input) ++entry.row.files;
    entry.counted_in = input;
    const std::string value = ValueOf(view, i);
    if (entry.values.size() < kMostDistinct) {
      entry.values.insert(HashOf(view, i, value));
    }
    // Of the first input, whatever the order in which they come.
    if (!value.empty() && (entry.row.value.empty() || input < entry.value_of)) {
      entry.row.value = Shortened(value);
      entry.value_of = input;
    }
  }

  static Place PlaceOf(const ObjectView& view, std::uint32_t i) {
    const std::span<const Element> elements = view.elements();
    const Element& element = elements[i];
    Place place;
    place.first.push_back(element.tag);
    for (std::uint32_t item = element.parent; item != kNoElement;) {
      const Element& sequence = elements[elements[item].parent];
      place.first.push_back(sequence.tag);
      item = sequence.parent;
    }
    std::ranges::reverse(place.first);
    if (element.tag.is_private() && element.tag.element() >= 0x1000) {
      const Tag creator(element.tag.group(),
                        static_cast<std::uint16_t>(element.tag.element() >> 8));
      const std::uint32_t at = element.parent == kNoElement
                                   ? view.Find(creator)
                                   : view.FindIn(element.parent, creator);
      if (at != kNoElement) view.AppendText(at, place.second);
    }
    return place;
  }

  static std::string ValueOf(const ObjectView& view, std::uint32_t i) {
    const Element& element = view.elements()[i];
    if (element.has(Element::kContainer)) {
      std::uint64_t items = 0;
      for (std::uint32_t at = i + 1; at < element.next;
           at = view.elements()[at].next) {
        ++items;
      }
      return Amount(items, items == 1 ? "item" : "items");
    }
    std::string text;
    if (element.value_length == 0 || view.AppendText(i, text)) return text;
    // Text of vendors often comes as UN or OB; whoever looks wants to see it.
    const std::string_view bytes = TrimPadding(AsText(view.Value(i)));
    if (IsPrintable(bytes)) return std::string(bytes);
    return Amount(element.value_length,
                  element.value_length == 1 ? "byte" : "bytes");
  }

  // Of bytes, all of those that were read and not how many they are.
  static std::uint64_t HashOf(const ObjectView& view, std::uint32_t i,
                              std::string_view value) {
    const std::string_view bytes = AsText(view.Value(i));
    const bool is_text = Traits(view.elements()[i].vr).text || bytes.empty();
    return std::hash<std::string_view>()(is_text ? value : bytes);
  }

  std::map<Place, Entry> entries_;
  bool full_ = false;
};

}  // namespace

absl::StatusOr<std::vector<InventoryRow>> TakeInventory(
    const std::vector<std::string>& paths, FileSystem& file_system,
    const std::atomic<int>* stop) {
  RunOptions options;
  options.sources = paths;
  Taker taker;
  Visitor visitor;
  visitor.take = [&taker](WorkItem& item) {
    taker.Add(item);
    return !taker.full();
  };
  if (absl::Status status = WalkSources(options, file_system, stop, visitor);
      !status.ok()) {
    return status;
  }
  if (stop != nullptr && *stop != 0) return absl::CancelledError("stopped");
  if (taker.full()) {
    return absl::ResourceExhaustedError(
        "more than 100,000 attributes: too many to look at");
  }
  return taker.Rows();
}

}  // namespace dcmscrub
