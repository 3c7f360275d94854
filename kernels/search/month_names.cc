#include "kernels/search/month_names.h"

#include <algorithm>
#include <array>
#include <vector>

#include "kernels/core/ascii.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

using Names = std::array<std::string_view, 12>;

// A language after the other: in full, then short. Other spellings come last;
// what they say twice is never written.
constexpr Names kNames[] = {
    {"January", "February", "March", "April", "May", "June", "July", "August",
     "September", "October", "November", "December"},
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
     "Nov", "Dec"},
    {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
     "September", "Oktober", "November", "Dezember"},
    {"Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt",
     "Nov", "Dez"},
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
     "septembre", "octobre", "novembre", "décembre"},
    {"janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept",
     "oct", "nov", "déc"},
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
     "septiembre", "octubre", "noviembre", "diciembre"},
    {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct",
     "nov", "dic"},
    {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio",
     "agosto", "settembre", "ottobre", "novembre", "dicembre"},
    {"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott",
     "nov", "dic"},
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
     "september", "oktober", "november", "december"},
    {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt",
     "nov", "dec"},
    {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
     "agosto", "setembro", "outubro", "novembro", "dezembro"},
    {"jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out",
     "nov", "dez"},
    {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
     "september", "oktober", "november", "december"},
    {"januar", "februar", "marts", "april", "maj", "juni", "juli", "august",
     "september", "oktober", "november", "december"},
    {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca",
     "sierpnia", "września", "października", "listopada", "grudnia"},
    {"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec",
     "sierpień", "wrzesień", "październik", "listopad", "grudzień"},
    {"sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź",
     "lis", "gru"},
    {"ledna", "února", "března", "dubna", "května", "června", "července",
     "srpna", "září", "října", "listopadu", "prosince"},
    {"leden", "únor", "březen", "duben", "květen", "červen", "červenec",
     "srpen", "září", "říjen", "listopad", "prosinec"},
    {"ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie",
     "august", "septembrie", "octombrie", "noiembrie", "decembrie"},
    {"ian", "feb", "mar", "apr", "mai", "iun", "iul", "aug", "sept", "oct",
     "noi", "dec"},
    {"jänner", "feber", "maerz", "apr", "mai", "jun", "jul", "aug", "sept",
     "okt", "nov", "dez"},
    {"jaenner", "fev", "maer", "avr", "mai", "jun", "jul", "aout", "sept",
     "okt", "nov", "dez"},
    {"jän", "fév", "mär", "avr", "mai", "jun", "jul", "aoû", "sept", "okt",
     "nov", "déc"}};

constexpr Names kRoman = {"I",   "II",   "III", "IV", "V",  "VI",
                          "VII", "VIII", "IX",  "X",  "XI", "XII"};

constexpr std::size_t kShortest = 3;

// As they are compared.
const auto& FoldedNames() {
  static const auto kFolded = [] {
    std::array<std::array<std::string, 12>, std::size(kNames)> folded;
    for (std::size_t i = 0; i < folded.size(); ++i) {
      for (std::size_t month = 0; month < 12; ++month) {
        AppendFolded(kNames[i][month], folded[i][month]);
      }
    }
    return folded;
  }();
  return kFolded;
}

// Where a name stands in kNames.
struct Place {
  std::size_t names = 0;
  unsigned month = 0;  // 0: nowhere
};

Place Find(std::string_view name) {
  if (name.size() < kShortest || name.size() > kLongestMonthName) return {};
  std::string folded;
  AppendFolded(name, folded);
  const auto& all = FoldedNames();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto found = std::ranges::find(all[i], folded);
    if (found == all[i].end()) continue;
    return {i, static_cast<unsigned>(found - all[i].begin()) + 1};
  }
  return {};
}

}  // namespace

unsigned MonthNamed(std::string_view name) { return Find(name).month; }

unsigned RomanMonth(std::string_view name) {
  const auto found = std::ranges::find(kRoman, name);
  return found == kRoman.end()
             ? 0
             : static_cast<unsigned>(found - kRoman.begin()) + 1;
}

std::span<const std::string> ShortNamesOfMonth(unsigned month) {
  static const auto kShort = [] {
    std::array<std::vector<std::string>, 12> all;
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (const auto& names : FoldedNames()) {
        if (names[i].size() <= kLongestShortMonthName) {
          all[i].push_back(names[i]);
        }
      }
      std::ranges::sort(all[i]);
      const auto rest = std::ranges::unique(all[i]);
      all[i].erase(rest.begin(), rest.end());
    }
    return all;
  }();
  return kShort[month - 1];
}

std::string MonthLike(std::string_view name, unsigned month) {
  if (RomanMonth(name) != 0) return std::string(kRoman[month - 1]);
  const std::size_t names = Find(name).names;
  std::string like(kNames[names][month - 1]);
  if (std::ranges::none_of(name, IsLower)) {
    like = FoldedNames()[names][month - 1];
    std::ranges::transform(like, like.begin(), ToUpper);
  } else if (std::ranges::none_of(name, IsUpper)) {
    std::ranges::transform(like, like.begin(), ToLower);
  } else {
    like.front() = ToUpper(like.front());
  }
  return like;
}

}  // namespace dcmscrub
