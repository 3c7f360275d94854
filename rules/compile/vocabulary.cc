#include "rules/compile/vocabulary.h"

#include <absl/strings/ascii.h>
#include <absl/strings/match.h>
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "kernels/core/utf8.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

#include "rules/compile/vocabulary_data.inc"

constexpr std::size_t kMostErrors = 100;
constexpr std::size_t kLongestWord = 64;
constexpr std::size_t kShortestDictionaryWord = 5;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool IsPartOfWord(char32_t character) {
  const CharacterKind kind = KindOf(character);
  return character >= ' ' &&
         (kind == CharacterKind::kLetter || kind == CharacterKind::kDigit ||
          kind == CharacterKind::kIgnored);
}

// Words where folding changes more than accents: capitals.
bool HasCapital(std::string_view word) {
  while (!word.empty()) {
    const char32_t character = TakeAnyCharacter(word);
    const bool ascii = character >= 'A' && character <= 'Z';
    const bool latin =
        character >= 0xC0 && character <= 0xDE && character != 0xD7;
    if (ascii || latin) return true;
  }
  return false;
}

class Reader {
 public:
  explicit Reader(std::vector<VocabularyError>& errors) : errors_(errors) {
    words_ = BuiltInVocabulary().Words();
  }

  void Read(std::size_t index, const VocabularyFile& file) {
    file_ = index;
    line_ = 0;
    const bool dictionary =
        absl::EndsWithIgnoreCase(absl::string_view(file.name), ".dic");
    std::string_view text = file.text;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty() && errors_.size() < kMostErrors) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++line_;
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (!IsUtf8(line)) {
        Refuse("not UTF-8");
      } else if (dictionary) {
        ReadEntry(line);
      } else {
        ReadWords(line.substr(0, line.find('#')));
      }
    }
    if (dictionary && line_ == 0) {
      line_ = 1;
      Refuse("a dictionary begins with the count of its words");
    }
  }

  std::unique_ptr<const Vocabulary> Make() const {
    return std::make_unique<const Vocabulary>(words_);
  }

 private:
  void ReadEntry(std::string_view line) {
    while (!line.empty() && IsSpace(line.back())) line.remove_suffix(1);
    if (line_ == 1) {
      if (line.empty() || !std::ranges::all_of(line, absl::ascii_isdigit)) {
        Refuse("a dictionary begins with the count of its words");
      }
      return;
    }
    if (line.empty() || IsSpace(line.front())) return;
    const std::string_view word = line.substr(0, line.find_first_of("/\t "));
    std::size_t characters = 0;
    for (std::string_view rest = word; !rest.empty(); ++characters) {
      if (!IsPartOfWord(TakeAnyCharacter(rest))) return;
    }
    if (characters < kShortestDictionaryWord || word.size() > kLongestWord ||
        HasCapital(word)) {
      return;
    }
    const std::string_view folded = Fold(word);
    const WordKinds known = BuiltInVocabulary().KindsOf(folded);
    if ((known & (kPlainWord | kNotAWord)) != 0) return;
    words_.push_back({folded, kPlainWord | kAmbiguousWord});
  }

  void ReadWords(std::string_view line) {
    while (!line.empty()) {
      const std::size_t end = static_cast<std::size_t>(
          std::ranges::find_if(line, IsSpace) - line.begin());
      if (end > 0) ReadWord(line.substr(0, end));
      line.remove_prefix(std::min(end + 1, line.size()));
    }
  }

  void ReadWord(std::string_view word) {
    if (word.size() > kLongestWord) {
      return Refuse(absl::StrCat("a word of ", word.size(), " bytes; ",
                                 kLongestWord, " are the most"));
    }
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    std::size_t at = 0;
    for (std::string_view rest = word;; at = word.size() - rest.size()) {
      const bool ends = rest.empty() || [&] {
        std::string_view peek = rest;
        return !IsPartOfWord(TakeAnyCharacter(peek));
      }();
      if (ends && at > begin) parts.push_back(word.substr(begin, at - begin));
      if (rest.empty()) break;
      TakeAnyCharacter(rest);
      if (ends) begin = word.size() - rest.size();
    }
    if (parts.empty()) {
      return Refuse(absl::StrCat("no word in '", ToAbsl(word), "'"));
    }
    for (const std::string_view part : parts) ReadPart(word, part);
  }

  void ReadPart(std::string_view word, std::string_view part) {
    std::size_t characters = 0;
    bool has_letter = false;
    for (std::string_view rest = part; !rest.empty(); ++characters) {
      has_letter |= KindOf(TakeAnyCharacter(rest)) == CharacterKind::kLetter;
    }
    if (!has_letter) {
      return Refuse(absl::StrCat("a number is no word: '", ToAbsl(word), "'"));
    }
    if (characters > 1) {
      words_.push_back({Fold(part), kPlainWord});
    } else if (part == word) {
      Refuse(
          absl::StrCat("a single letter is an initial: '", ToAbsl(word), "'"));
    }
  }

  // A view that lives as long as the reader.
  std::string_view Fold(std::string_view word) {
    std::string& folded = folded_.emplace_back();
    AppendFolded(word, folded);
    return folded;
  }

  static absl::string_view ToAbsl(std::string_view text) {
    return {text.data(), text.size()};
  }

  void Refuse(std::string message) {
    if (errors_.size() < kMostErrors) {
      errors_.push_back({file_, line_, std::move(message)});
    }
  }

  std::vector<VocabularyError>& errors_;
  std::vector<VocabularyWord> words_;
  std::deque<std::string> folded_;
  std::size_t file_ = 0;
  int line_ = 0;
};

}  // namespace

const Vocabulary& BuiltInVocabulary() {
  static const Vocabulary kVocabulary(kWords);
  return kVocabulary;
}

std::span<const std::string_view> ResidueCommonWords() {
  return kResidueCommon;
}

std::unique_ptr<const Vocabulary> MakeVocabulary(
    std::span<const VocabularyFile> files,
    std::vector<VocabularyError>& errors) {
  const std::size_t before = errors.size();
  Reader reader(errors);
  for (std::size_t i = 0; i < files.size(); ++i) reader.Read(i, files[i]);
  return errors.size() == before ? reader.Make() : nullptr;
}

}  // namespace dcmscrub
