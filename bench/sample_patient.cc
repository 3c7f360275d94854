#include "bench/sample_patient.h"

#include <iconv.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace dcmscrub {
namespace {

struct Name {
  const char* native;    // UTF-8
  const char* plain;     // ASCII
  const char* phonetic;  // UTF-8; nullptr where the language has none
};

struct Language {
  const char* character_set;
  const char* iconv_name;
  bool groups;  // Alphabetic=ideographic=phonetic, PS3.5 6.2.1
  std::array<Name, 4> families;
  std::array<Name, 4> givens;
  const char* institution;
  const char* city;
  const char* street;
  const char* department;
  const char* comment;  // printf with the patient's and the physician's name
};

constexpr std::array<Language, 6> kLanguages = {{
    {"ISO_IR 100",
     "ISO-8859-1",
     false,
     {{{"Möllendörfer", "Moellendoerfer", nullptr},
       {"Großkreutz", "Grosskreutz", nullptr},
       {"Übelacker", "Uebelacker", nullptr},
       {"Schönfließ", "Schoenfliess", nullptr}}},
     {{{"Jürgen", "Juergen", nullptr},
       {"Käthe", "Kaethe", nullptr},
       {"Björnhild", "Bjoernhild", nullptr},
       {"Götz-Rüdiger", "Goetz-Ruediger", nullptr}}},
     "Klinikum Süderbrück",
     "Süderbrück",
     "Große Mühlenstraße",
     "Röntgenabteilung",
     "Überweisung von %s durch %s"},
    {"ISO_IR 100",
     "ISO-8859-1",
     false,
     {{{"Lefèvre-Noël", "Lefevre-Noel", nullptr},
       {"Châtelain", "Chatelain", nullptr},
       {"Desprès", "Despres", nullptr},
       {"Garçonnet", "Garconnet", nullptr}}},
     {{{"Hélène", "Helene", nullptr},
       {"François", "Francois", nullptr},
       {"Anaïs", "Anais", nullptr},
       {"Théophile", "Theophile", nullptr}}},
     "Hôpital Sainte-Cécile",
     "Bourg-Évêque",
     "rue des Étangs",
     "Imagerie médicale",
     "Contrôle de %s demandé par %s"},
    {"ISO_IR 192",
     "UTF-8",
     false,
     {{{"Παπαδογιάννη", "Papadogianni", nullptr},
       {"Οικονομίδης", "Oikonomidis", nullptr},
       {"Καραβέλας", "Karavelas", nullptr},
       {"Ξενοπούλου", "Xenopoulou", nullptr}}},
     {{{"Ελένη", "Eleni-Maria", nullptr},
       {"Αθανάσιος", "Athanasios", nullptr},
       {"Ευφροσύνη", "Effrosyni", nullptr},
       {"Θεόδωρος", "Theodoros", nullptr}}},
     "Νοσοκομείο Αγίας Ειρήνης",
     "Νέα Λίμνη",
     "Οδός Ελαιώνων",
     "Ακτινολογικό",
     "Εξέταση: %s, ιατρός %s"},
    {"\\ISO 2022 IR 87",
     "ISO-2022-JP",
     true,
     {{{"山田", "Yamada", "やまだ"},
       {"木村", "Kimura", "きむら"},
       {"小川", "Ogawa", "おがわ"},
       {"吉田", "Yoshida", "よしだ"}}},
     {{{"太郎", "Tarou", "たろう"},
       {"花子", "Hanako", "はなこ"},
       {"直美", "Naomi", "なおみ"},
       {"健太", "Kenta", "けんた"}}},
     "青葉中央病院",
     "青葉市",
     "桜丘町",
     "放射線科",
     "患者 %s 担当 %s"},
    {"ISO_IR 144",
     "ISO-8859-5",
     false,
     {{{"Берёзкина", "Beryozkina", nullptr},
       {"Звонарёв", "Zvonaryov", nullptr},
       {"Щеглова", "Shcheglova", nullptr},
       {"Ярославцев", "Yaroslavtsev", nullptr}}},
     {{{"Анастасия", "Anastasiya", nullptr},
       {"Вячеслав", "Vyacheslav", nullptr},
       {"Людмила", "Lyudmila", nullptr},
       {"Святослав", "Svyatoslav", nullptr}}},
     "Больница Святого Пантелеймона",
     "Верхнеозёрск",
     "улица Садовая",
     "Рентгенология",
     "Пациент %s, врач %s"},
    {"GB18030",
     "GB18030",
     true,
     {{{"欧阳", "Ouyang", nullptr},
       {"司马", "Simaqing", nullptr},
       {"诸葛", "Zhuge", nullptr},
       {"慕容", "Murong", nullptr}}},
     {{{"小东海", "XiaoDonghai", nullptr},
       {"雅婷云", "YaTingyun", nullptr},
       {"志强峰", "ZhiQiangfeng", nullptr},
       {"秀兰梅", "XiuLanmei", nullptr}}},
     "青河人民医院",
     "青河市",
     "梧桐路",
     "放射影像科",
     "病人 %s 医生 %s"},
}};

// Each call starts and ends in ASCII, as PS3.5 6.1.2.5.3 wants it before every
// delimiter of a name.
std::string Convert(const Language& language, std::string text) {
  const iconv_t converter = iconv_open(language.iconv_name, "UTF-8");
  std::string out(text.size() * 4 + 16, '\0');
  char* from = text.data();
  char* to = out.data();
  std::size_t from_left = text.size();
  std::size_t to_left = out.size();
  if (converter == reinterpret_cast<iconv_t>(-1) ||
      iconv(converter, &from, &from_left, &to, &to_left) ==
          static_cast<std::size_t>(-1) ||
      iconv(converter, nullptr, nullptr, &to, &to_left) ==
          static_cast<std::size_t>(-1)) {
    std::fprintf(stderr, "archive: iconv cannot make %s\n",
                 language.iconv_name);
    std::abort();
  }
  iconv_close(converter);
  out.resize(out.size() - to_left);
  return out;
}

struct Person {
  const Name* family;
  const Name* given;
};

std::string PersonName(const Language& language, const Person& person) {
  std::string native = Convert(language, person.family->native) + "^" +
                       Convert(language, person.given->native);
  if (!language.groups) return native;
  std::string name = std::string(person.family->plain) + "^" +
                     person.given->plain + "=" + native;
  if (person.family->phonetic != nullptr) {
    name += '=';
    name += Convert(language, person.family->phonetic);
    name += '^';
    name += Convert(language, person.given->phonetic);
  }
  return name;
}

Person Pick(const Language& language, SplitMix64& random) {
  return {&language.families[random.Below(4)],
          &language.givens[random.Below(4)]};
}

std::string Full(const Person& person) {
  return std::string(person.given->native) + " " + person.family->native;
}

std::string TwoDigits(std::uint32_t value) {
  return std::string(value < 10 ? "0" : "") + std::to_string(value);
}

std::string Date(std::uint32_t year, SplitMix64& random) {
  return std::to_string(year) + TwoDigits(1 + random.Below(12)) +
         TwoDigits(1 + random.Below(28));
}

void AddWords(std::string_view name, std::vector<std::string>& to) {
  constexpr std::size_t kLongEnough = 5;
  std::size_t begin = 0;
  while (begin <= name.size()) {
    std::size_t end = name.find_first_of("^=_", begin);
    if (end == std::string_view::npos) end = name.size();
    if (end - begin >= kLongEnough) {
      to.emplace_back(name.substr(begin, end - begin));
    }
    begin = end + 1;
  }
}

}  // namespace

std::string SplitMix64::Digits(int count) {
  std::string digits(1, static_cast<char>('1' + Below(9)));
  while (--count > 0) digits += static_cast<char>('0' + Below(10));
  return digits;
}

std::string SamplePatient::Uid(std::uint32_t number) const {
  std::string tail = std::to_string(number);
  tail.insert(0, 8 - tail.size(), '0');
  return "2.25." + SplitMix64(scope).Digits(23) + tail;
}

std::vector<std::string> SamplePatient::Identifiers() const {
  std::vector<std::string> all = {
      id,           other_id,   issuer,           birth_date,
      address,      phone,      accession_number, study_id,
      admission_id, request_id, institution,      institution_address,
      department,   station,    serial_number,    comment,
      description};
  for (const std::string* whole :
       {&name, &birth_name, &plain_name, &native_name, &referring_physician,
        &performing_physician, &reading_physician, &operator_name}) {
    all.push_back(*whole);
    AddWords(*whole, all);
  }
  return all;
}

SamplePatient MakePatient(std::uint64_t seed, std::uint32_t number) {
  const Language& language = kLanguages[number % kLanguages.size()];
  SplitMix64 random(seed * 0x100000001B3 + number);
  const Person self = Pick(language, random);
  const Person referring = Pick(language, random);
  SamplePatient p;
  p.scope = random.Next();
  p.character_set = language.character_set;
  p.name = PersonName(language, self);
  p.plain_name = std::string(self.family->plain) + "_" + self.given->plain;
  p.native_name = std::string(self.family->native) + "_" + self.given->native;
  p.id = "PZ" + random.Digits(4) + std::to_string(100000 + number);
  p.other_id = "SSN-" + random.Digits(9);
  p.issuer = "ISSUER-" + random.Digits(6);
  p.birth_date = Date(1931 + random.Below(60), random);
  p.birth_name = PersonName(language, Pick(language, random));
  p.sex = random.Below(2) == 0 ? "F" : "M";
  const std::string house = std::to_string(1 + random.Below(180));
  p.address = Convert(language, std::string(language.street) + " " + house +
                                    ", " + language.city);
  p.phone = "+00 555 " + random.Digits(7);
  p.accession_number = "ACC" + random.Digits(9);
  p.study_id = "ST" + random.Digits(8);
  p.admission_id = "ADM" + random.Digits(8);
  p.request_id = "RQ" + random.Digits(8);
  p.referring_physician = PersonName(language, referring);
  p.performing_physician = PersonName(language, Pick(language, random));
  p.reading_physician = PersonName(language, Pick(language, random));
  p.operator_name = PersonName(language, Pick(language, random));
  p.institution = Convert(language, language.institution);
  p.institution_address =
      Convert(language, std::string(language.city) + ", " + language.street +
                            " " + std::to_string(200 + random.Below(99)));
  p.department = Convert(language, language.department);
  p.station = "STN" + random.Digits(7);
  p.serial_number = "SNR" + random.Digits(8);
  std::array<char, 256> comment;
  std::snprintf(comment.data(), comment.size(), language.comment,
                Full(self).c_str(), Full(referring).c_str());
  p.comment = Convert(language, comment.data());
  p.description = "Thorax " + Convert(language, self.family->native);
  p.study_date = Date(2017 + random.Below(7), random);
  return p;
}

}  // namespace dcmscrub
