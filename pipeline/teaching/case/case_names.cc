#include "pipeline/teaching/case/case_names.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <string_view>

#include "kernels/clean/descriptor.h"
#include "kernels/core/ascii.h"
#include "kernels/identity/date_ops.h"
#include "kernels/text/letters.h"
#include "pipeline/pictures/modality.h"
#include "rules/compile/vocabulary.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kLongestBodyPart = 32;
// PS3.10 8.2: a component of a File ID has at most 8 characters.
constexpr std::size_t kLongestComponent = 8;

// In decimal with at least `least` digits, as many as `largest` needs.
std::string Padded(std::size_t number, std::size_t largest, std::size_t least) {
  const std::size_t width = std::max(least, std::to_string(largest).size());
  return absl::StrFormat("%0*d", static_cast<int>(width), number);
}

// Like Padded, behind as much of `letters` as a component has room for.
std::string Component(std::string_view letters, std::size_t number,
                      std::size_t largest) {
  const std::string digits = Padded(number, largest, 4);
  const std::size_t room = kLongestComponent - digits.size();
  return std::string(letters.substr(0, room)) + digits;
}

// The words of `text` that the cleaner would let stay and that are words, as
// "LOWER_LEG".
std::string BodyPartName(std::string_view text) {
  const Vocabulary& vocabulary = BuiltInVocabulary();
  DescriptorCleaner cleaner;
  std::string spaced;
  for (const char c : text) spaced += c == '_' ? ' ' : c;
  std::string clean;
  cleaner.Clean(spaced, vocabulary, clean);
  std::string name;
  std::string word;
  const auto end_word = [&] {
    std::string upper;
    for (const char c : word) {
      if (IsLower(c)) upper += ToUpper(c);
    }
    // Letters of ASCII alone, or it is no word that is the same everywhere.
    if (!word.empty() && upper.size() == word.size() &&
        (vocabulary.KindsOf(word) & kPlainWord) != 0 &&
        name.size() + 1 + upper.size() <= kLongestBodyPart) {
      if (!name.empty()) name += '_';
      name += upper;
    }
    word.clear();
  };
  for (std::string_view rest = clean; !rest.empty();) {
    const char32_t character = TakeAnyCharacter(rest);
    const CharacterKind kind = KindOf(character);
    if (kind == CharacterKind::kLetter || kind == CharacterKind::kDigit) {
      AppendFolded(character, word);
    } else if (kind != CharacterKind::kIgnored) {
      end_word();
    }
  }
  end_word();
  return name;
}

class Namer {
 public:
  Namer(const CaseFacts& facts, NameStyle style)
      : facts_(facts), style_(style) {
    for (const CaseStudy& study : facts.studies) {
      series_count_ += study.series.size();
    }
  }

  std::vector<CaseName> Names() {
    std::vector<CaseName> names;
    for (const CaseStudy& study : facts_.studies) {
      const std::string day = DayName(study);
      for (const CaseSeries& series : study.series) {
        ++series_;
        const std::string folder = style_ == NameStyle::kFileSet
                                       ? FileSetFolder()
                                       : day + ReadableFolder(series);
        for (std::size_t i = 0; i < series.objects.size(); ++i) {
          names.push_back(
              {series.objects[i].path, folder + '/' + FileName(i + 1, series)});
        }
      }
    }
    return names;
  }

 private:
  // "D093_"; empty for the first study and where days are not known.
  std::string DayName(const CaseStudy& study) const {
    std::int64_t day = 0;
    std::int64_t epoch = 0;
    if (&study == &facts_.studies.front() || !facts_.first_day ||
        !ParseDay(study.date, day) || !ParseDay("19700101", epoch)) {
      return {};
    }
    const std::int64_t since = day - epoch - *facts_.first_day;
    if (since < 0) return {};
    return absl::StrFormat("D%03d_", since);
  }

  std::string FileSetFolder() const {
    return "DICOM/" + Component("S", series_, series_count_);
  }

  std::string ReadableFolder(const CaseSeries& series) const {
    std::string name = Padded(series_, series_count_, 2);
    // Asked once more: what is no term may be anything.
    const std::string_view modality = KnownModality(series.modality);
    name.append("_").append(modality.empty() ? "OT" : modality);
    const std::string body_part = BodyPartName(series.body_part);
    if (!body_part.empty()) name.append("_").append(body_part);
    return name;
  }

  std::string FileName(std::size_t number, const CaseSeries& series) const {
    const std::size_t count = series.objects.size();
    if (style_ == NameStyle::kFileSet) return Component("IM", number, count);
    return "IM" + Padded(number, count, 4) + ".dcm";
  }

  const CaseFacts& facts_;
  const NameStyle style_;
  std::size_t series_count_ = 0;
  std::size_t series_ = 0;  // from 1, through the case
};

}  // namespace

std::vector<CaseName> NameCase(const CaseFacts& facts, NameStyle style) {
  return Namer(facts, style).Names();
}

}  // namespace dcmscrub
